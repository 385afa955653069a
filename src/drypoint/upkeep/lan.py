"""Under which names and addresses other machines of the clinic's network reach this one."""

import fcntl
import ipaddress
import re
import socket
import struct
from collections.abc import Iterable
from pathlib import Path

from drypoint.terms.errors import InvalidInput

_SIOCGIFADDR = 0x8915
"""Linux: the IPv4 address of a network interface (netdevice(7))."""
PRIVATE = tuple(
    ipaddress.ip_network(net)
    for net in (
        "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 127.0.0.0/8 fc00::/7 fe80::/10 ::1/128"
    ).split()
)
"""Addresses of a private network or of this machine (RFC 1918, 3927, 4193, 4291)."""
ROUTES = Path("/proc/net/route")
"""Linux: the kernel's routes (proc(5))."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def is_address(name: str) -> bool:
    """Whether ``name`` is an IP address rather than a host name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_private(address: str) -> bool:
    """Whether an IP address is one that no machine outside the network has."""
    found = ipaddress.ip_address(address)
    return any(found in network for network in PRIVATE)


def own_name() -> str:
    """This machine's host name, without a domain, as a certificate may hold it."""
    label = socket.gethostname().partition(".")[0].lower()
    return re.sub(r"[^a-z0-9-]+", "-", label).strip("-") or "drypoint"


def own_addresses() -> tuple[str, ...]:
    """The private IPv4 addresses of this machine's network interfaces, that of the usual way out first."""
    usual = _usual_interface(ROUTES.read_text() if ROUTES.exists() else "")
    names = sorted((name for _index, name in socket.if_nameindex()), key=lambda name: name != usual)
    found = [address for name in names if (address := _address_of(name))]
    return tuple(one for one in found if is_private(one) and not one.startswith("127."))


def _address_of(interface: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            answer = fcntl.ioctl(asking.fileno(), _SIOCGIFADDR, struct.pack("256s", interface.encode()[:15]))
        except OSError:  # it has no IPv4 address
            return ""
    return socket.inet_ntoa(answer[20:24])


def _usual_interface(routes: str) -> str:
    """Of the way that leads everywhere, from the kernel's table: interface, then destination 0.0.0.0."""
    rows = (line.split() for line in routes.splitlines())
    return next((row[0] for row in rows if len(row) > 1 and row[1] == "00000000"), "")


def checked(given: Iterable[str]) -> tuple[str, ...]:
    """Names and addresses in lower case; raises ``InvalidInput`` for what a browser could not use."""
    found = tuple(one.strip().lower().rstrip(".") for one in given)
    for one in found:
        if is_address(one):
            if not is_private(one):
                raise InvalidInput(
                    "this address is not of a private network. For the open internet use a certificate that "
                    "browsers know: --certificate and --key, or a TLS proxy in front.",
                    where=one,
                )
        elif not re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", one):
            raise InvalidInput("this is neither a host name nor an IP address", where=one or "--lan")
    return found


def reachable_as(given: Iterable[str] = ()) -> tuple[str, ...]:
    """Every name and address of this machine: those given first, then its own, then the machine itself."""
    name = own_name()
    return tuple(dict.fromkeys((*checked(given), f"{name}.local", name, *own_addresses(), *LOOPBACK)))


def web_host(name: str) -> str:
    """As it stands in a web address: IPv6 in brackets."""
    return f"[{name}]" if ":" in name else name
