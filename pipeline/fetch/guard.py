"""Which addresses are asked: those of allowed hosts, by https, on the public internet."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from pipeline.params import Fetch


class RefusedError(Exception):
    """An address that is not asked, or an answer that is not kept, with the reason in words."""


def check_address(url: str, settings: Fetch) -> None:
    """Refuse an address by its form, before anything is sent.

    Raises
    ------
    RefusedError: neither https nor allowed http, a host that is not listed, or a name and password in it.

    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.allow_http):
        raise RefusedError(f"{parts.scheme or 'no'} address, only https is asked (fetch.allow_http)")
    if parts.username or parts.password:
        raise RefusedError("the address holds a name or a password")
    if (parts.hostname or "") not in {host.lower() for host in settings.hosts}:
        raise RefusedError(f"host {parts.hostname or '(none)'} is not among fetch.hosts in params.yaml")


def check_public(host: str, address: str) -> None:
    """Refuse a number that does not belong to the public internet.

    Raises
    ------
    RefusedError: ``address`` is private, loopback, link-local, multicast or reserved.

    """
    number = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if not number.is_global or number.is_multicast:
        raise RefusedError(f"host {host} leads to {number}, which is no public address")


class PublicAdapter(HTTPAdapter):
    """Adapter whose connections lead to public addresses alone.

    The name is resolved and checked before a connection is opened, and the other end of the open connection
    is checked before anything is sent: a name that changes its answer in between gains nothing.
    """

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make connections of the checking kind."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _Checked:
    """Mixin: checks both ends of a name before a connection is used."""

    def _new_conn(self) -> socket.socket:
        host, port = self._dns_host, self.port  # type: ignore[attr-defined]
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror:
            answers = []  # the connection below meets the same fault, which is then tried again
        for answer in answers:
            check_public(host, str(answer[4][0]))
        opened: socket.socket = super()._new_conn()  # type: ignore[misc]
        try:
            check_public(host, opened.getpeername()[0])
        except RefusedError:
            opened.close()
            raise
        return opened


class _Connection(_Checked, HTTPConnection):
    pass


class _SecureConnection(_Checked, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
