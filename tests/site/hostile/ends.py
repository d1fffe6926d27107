"""How the capture of each hostile page ends: its status and label, or the few that are honest where the hour decides."""

from collections.abc import Mapping

from tests.site.hostile.redirects import REDIRECT_ENDS

OK = "complete/ok"
CUT = "partial/ok"  # kept as far as it came
BLOCKED = "failed/blocked"
UNREACHABLE = "failed/unreachable"
LATE = "failed/timeout"
FILE = "complete/not_html"

BY_END: Mapping[tuple[str, ...], str] = {
    (
        OK,
    ): """/pop-ups /polling /spoofed /prints /before-unload /prompts /downloads /full-screen /variables /active-title
        /length-and-chunks /unknown-encoding /gzip-of-gzip /utf-7 /utf-16
        /reach-picture /reach-script /reach-style /reach-frame /reach-media /reach-fetch /reach-xhr /reach-events
        /reach-socket /reach-worker /reach-service-worker /reach-hints /reach-rules /reach-call /reach-pop-up
        /reach-early /reach-early-answer /reach-module-worker /reach-shared-worker /reach-worklets
        /reach-spellings /tls-part""",
    (
        CUT,
    ): "/loop /late-loop /alerts /endless-body /dead-style /microtasks /regex /tall /stalled /too-long /huge-chunk /tls-part-silent",
    # How far these come is a matter of how busy the machine is; that they end, and are called what they are, is not.
    (OK, CUT): """/reloads /mutations /history /hashes /frames /nested /wide /grid /long-title /wasm-loop /worker-storm
        /reach-again /text-node /elements /svg-bomb /many-pictures""",
    (OK, CUT, LATE, "partial/too_large", "failed/too_large"): """/gzip-bomb /deflate-bomb /endless-fast
        /bomb-gzip /bomb-gzip-of-gzip /bomb-brotli /bomb-zstd""",
    ("failed/too_large",): "/bomb-file",
    ("partial/not_html", "partial/too_large"): "/bomb-png /bomb-jpeg",  # kept, and said that it was not drawn
    (FILE, "partial/not_html", "partial/too_large"): "/bomb-svg /bomb-gif",
    (OK, CUT, "partial/too_large"): """/bomb-png-part /bomb-jpeg-part /bomb-svg-part /bomb-gif-part
        /bomb-style-part /bomb-script-part /bomb-fetch-part""",
    (OK, CUT, "partial/too_large", "failed/too_large"): """/hungry /hungry-at-once /hungry-late /hungry-objects
        /hungry-text /hungry-workers /hungry-elements /hungry-canvas /hungry-blobs /hungry-wasm""",
    (LATE,): "/never.css /no-answer /endless-head /endless-hints /tls-silent /tls-endless",
    (UNREACHABLE,): """/hang-up /two-lengths /no-status /garbage /unasked-101 /unasked-304 /no-content /huge-header
        /circle /to-a-script /to-ftp /tls-expired /tls-not-yet /tls-another-name /tls-self-signed
        /tls-unknown-authority /tls-old /tls-no-cipher /tls-plain /tls-garbage /tls-hang-up /tls-behind /tls-before""",
    (
        BLOCKED,
    ): "/to-a-file /to-data /to-the-browser /reach-form /reach-download /reach-download-elsewhere /reach-refresh /reach-location /reach-header",
    ("complete/blank",): "/empty /too-short",
    ("partial/blank", "complete/blank", UNREACHABLE): "/bad-chunks /not-gzip",
    ("complete/http_error",): "/status-999 /sign-in /sign-in-at-the-proxy",
    (FILE,): "/picture-that-is-a-page /pdf-that-is-a-page /xml-bomb /deep-json /file-name",
}

ENDS: Mapping[str, frozenset[str]] = {
    **{name: frozenset(ends) for ends, names in BY_END.items() for name in names.split()},
    **{name: frozenset(ends) for name, ends in REDIRECT_ENDS.items()},
}
