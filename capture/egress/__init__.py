"""The one way out: every byte fetched because of somebody's link is decided, dialled and counted here."""

from capture.egress.endpoint import Endpoint, parse_endpoint
from capture.egress.fetch import Downloaded, download
from capture.egress.gate import Deadlines, Gate
from capture.egress.lead import find_lead
from capture.egress.policy import (
    AllowedNetwork,
    EgressPolicy,
    check_address,
    list_own_addresses,
    parse_networks,
    parse_ports,
)
from capture.egress.proxy import open_gate

__all__ = [
    "AllowedNetwork",
    "Deadlines",
    "Downloaded",
    "EgressPolicy",
    "Endpoint",
    "Gate",
    "check_address",
    "download",
    "find_lead",
    "list_own_addresses",
    "open_gate",
    "parse_endpoint",
    "parse_networks",
    "parse_ports",
]
