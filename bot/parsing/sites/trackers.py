"""Parameters that tell who sent a visitor, and never which page it is: on any site."""

# In lower case; "x*" is a beginning.
TRACKERS: tuple[str, ...] = (
    "utm_*", "mtm_*", "matomo_*", "piwik_*", "pk_campaign", "pk_kwd", "pk_keyword", "pk_source", "pk_medium",
    "pk_content",
    "hsa_*", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking",
    "fbclid", "fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "mibextid", "igshid", "igsh",
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "_ga", "_gl", "_gac",
    "ga_source", "ga_medium", "ga_campaign", "ga_term", "ga_content",
    "msclkid", "yclid", "ymclid", "ysclid", "_openstat", "twclid", "__twitter_impression", "ttclid", "li_fat_id",
    "rdt_cid", "sccid", "epik", "qclid", "dicbo", "tblci", "s_kwcid", "ef_id", "irclickid", "irgwc", "cjevent", "sscid",
    "zanpid", "wickedid", "mc_cid", "mc_eid", "mkt_tok", "vero_id", "vero_conv", "oly_anon_id", "oly_enc_id", "_kx",
    "__s", "ml_subscriber", "ml_subscriber_hash", "_bta_c", "_bta_tid", "_branch_match_id", "_branch_referrer",
    "guccounter", "guce_referrer", "guce_referrer_sig", "xtor", "at_medium", "at_campaign", "at_campaign_type",
    "at_custom*", "at_link_*", "at_ptr_name", "at_format", "at_bbc_team", "wt.mc_id", "wt_mc", "cmpid", "hootpostid",
    "isappinstalled", "wxshare_count", "nsukey", "amp_js_v", "amp_gsa", "amp_r",
)  # fmt: skip

_HOST = (
    r"(?:[a-z0-9-]+\.)+(?:com|org|net|io|co|ai|dev|app|me|info|news|blog|xyz|tech|social|email"
    r"|cn|tw|hk|jp|kr|in|us|uk|de|fr|nl|eu|ca|au|ch|se)"
)

# Names that are content elsewhere, with the values that give a tracker away.
TRACKER_VALUES: tuple[tuple[str, str], ...] = (
    (
        "ref",
        rf"(?:https?(?:%3A|:)(?:%2F|/){{2}})?{_HOST}(?:%2F|/)?",
    ),  # Ghost and newsletters; a git ref looks different
    ("from", "singlemessage|groupmessage|timeline"),  # WeChat
    ("spm", r"[\w-]+(?:\.[\w-]*){3,}"),  # Alibaba's position codes
    ("scm", r"\d+(?:\.[\w:-]*){3,}"),
    ("amp", "|1|true|yes"),  # the same article for a phone
    ("_amp", "|1|true|yes"),
    ("outputtype", "amp"),
    ("usqp", "mq331AQ.*"),  # Google's AMP viewer
)

# Names under which everybody may have pages: "m.github.io" is somebody, not a view for phones.
SHARED_SUFFIXES: tuple[str, ...] = (
    "github.io", "gitlab.io", "pages.dev", "workers.dev", "vercel.app", "netlify.app", "herokuapp.com", "web.app",
    "firebaseapp.com", "onrender.com", "fly.dev", "surge.sh", "glitch.me", "deno.dev", "replit.app", "repl.co",
    "blogspot.com", "wordpress.com", "tumblr.com", "substack.com", "medium.com", "livejournal.com", "neocities.org",
    "bandcamp.com", "itch.io", "notion.site", "webflow.io", "wixsite.com", "weebly.com", "ghost.io", "bearblog.dev",
    "myshopify.com", "readthedocs.io", "gitbook.io", "lofter.com", "gitee.io", "eu.org",
)  # fmt: skip
