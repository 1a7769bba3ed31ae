from __future__ import annotations

import datetime as dt
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from learning.domain.channels import ChannelKind, MailRoute, MailSecurity
from learning.domain.errors import BadOption, BellwetherError, Refused
from services.delivery.channels import HookDraft, MailDraft, add_channel, ask_for_test, switch_channel
from services.delivery.delivering import deliver_due
from services.delivery.hooks import without_secrets
from services.delivery.secrets import unseal
from tests.services.callers import caller
from tests.services.delivery.conftest import Post
from tests.services.delivery.sinks import MailSink, running

SECRET = "https://hooks.example/services/T0PSECRET"
ROUTE = MailRoute("mail.example", "b@acme.example", ("ann@acme.example", "bob@acme.example"))


def add(post: Post, draft: HookDraft | MailDraft):
    return add_channel(
        post.services.store, post.services.settings, post.brand_id, draft, who=caller("ann"), now=post.watch.now()
    )


def test_a_secret_is_never_stored_or_shown_in_clear(post: Post, tmp_path: Path) -> None:
    channel = add(post, HookDraft("hook", SECRET))
    mail = add(post, MailDraft("mail", replace(ROUTE, user="ann"), "T0PSECRET"))
    assert channel.shown == "https://hooks.example/…"
    assert mail.shown == "ann@acme.example and 1 more"
    assert "T0PSECRET" not in f"{channel}{mail}{post.services.settings}"
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("bellwether.db*"))
    assert b"T0PSECRET" not in stored
    assert unseal(post.services.settings, channel.sealed or "") == SECRET


def test_a_secret_of_the_environment_is_named_only(post: Post) -> None:
    channel = add(post, HookDraft("hook", "env:HOOK"))
    assert channel.sealed == "env:HOOK"
    assert channel.shown == "http://127.0.0.1:9/… (env:HOOK)"
    with pytest.raises(BadOption) as refusal:
        add(post, HookDraft("other", "env:NOT_THERE"))
    assert "BELLWETHER_SECRET_NOT_THERE" in refusal.value.fix


def test_under_another_key_it_says_so_and_nothing_is_lost(post: Post) -> None:
    channel = add(post, HookDraft("hook", SECRET))
    other = replace(post.services.settings, master_key="quite another key")
    with pytest.raises(Refused, match="sealed under another key"):
        unseal(other, channel.sealed or "")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://example.com/x?y=1", ChannelKind.WEBHOOK),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", ChannelKind.CHAT),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#social", ChannelKind.CHAT),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", ChannelKind.CHAT),
    ],
)
def test_an_address_says_by_itself_what_it_leads_to(post: Post, address: str, kind: ChannelKind) -> None:
    assert add(post, HookDraft("x", address)).kind is kind


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "https://", "http://[bad", "http://x:99999/", "file:///etc/passwd", "syslog://", "ftp://x/y"],
)
def test_an_address_that_leads_nowhere_is_refused_without_repeating_it(post: Post, address: str) -> None:
    with pytest.raises(BadOption) as refusal:
        add(post, HookDraft("x", address))
    assert "https://" in refusal.value.fix
    assert "passwd" not in refusal.value.message


@pytest.mark.parametrize(
    ("draft", "named"),
    [
        (MailDraft("", ROUTE), "the name of a channel"),
        (MailDraft("x" * 61, ROUTE), "the name of a channel"),
        (MailDraft("x", replace(ROUTE, host="not a host")), "the mail server"),
        (MailDraft("x", replace(ROUTE, port=0)), "the port"),
        (MailDraft("x", replace(ROUTE, sender="nobody")), "the sender"),
        (MailDraft("x", replace(ROUTE, recipients=())), "the recipients"),
        (MailDraft("x", replace(ROUTE, recipients=("a@b.example\nBcc: c@d.example",))), "a recipient"),
        (MailDraft("x", replace(ROUTE, user="ann", security=MailSecurity.NONE), "secret"), "encryption"),
        (MailDraft("x", ROUTE, "secret"), "the user"),
    ],
)
def test_a_mailbox_that_cannot_work_is_refused_by_name(post: Post, draft: MailDraft, named: str) -> None:
    with pytest.raises(BadOption, match=named):
        add(post, draft)


def test_a_name_is_given_once(post: Post) -> None:
    add(post, HookDraft("hook", SECRET))
    with pytest.raises(BadOption, match="the name of a channel"):
        add(post, HookDraft(" hook ", SECRET))


def test_a_channel_is_switched_off_and_on(post: Post) -> None:
    channel = add(post, HookDraft("hook", SECRET))
    switch_channel(post.services.store, post.brand_id, channel.id, who=caller(), enabled=False)
    with post.services.store.read() as work:
        assert work.channels.get(post.brand_id, channel.id).enabled is False
    with pytest.raises(BellwetherError):
        switch_channel(post.services.store, post.brand_id + 1, channel.id, who=caller(), enabled=True)


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=400))
        .not_valid_after(now + dt.timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "server.pem", folder / "server.key"
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(encoding, form, plain))
    return certificate_file, key_file


def test_a_mail_server_must_prove_who_it_is(post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate_file, key_file = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file, key_file)
    route = MailRoute("localhost", "b@acme.example", ("ann@acme.example",))
    with running(MailSink(context)) as sink:
        channel = add(post, MailDraft("mail", replace(route, port=sink.port)))
        ask_for_test(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
        assert deliver_due(post.services) == 0
        with post.services.store.read() as work:
            assert "encryption cannot be trusted" in (work.outbox.list_of(post.brand_id)[0].last_error or "")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate_file))
        post.watch.forward(100)
        assert deliver_due(post.services) == 1
    assert len(sink.taken.copies) == 1


def test_a_refused_password_is_not_repeated(post: Post) -> None:
    with running(MailSink()) as sink:
        sink.taken.faults = ["535"]
        channel = post.mail(sink.port, password="T0PSECRET")
        ask_for_test(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
        assert deliver_due(post.services) == 0
    with post.services.store.read() as work:
        error = work.outbox.list_of(post.brand_id)[0].last_error or ""
    assert "refused user and password (535)" in error
    assert sink.logins
    assert sink.logins[0] not in error


@pytest.mark.parametrize(
    ("address", "pieces"),
    [
        ("https://hooks.example/services/T0PS/T0PSECRET", ("T0PS", "ECRET")),
        ("https://ann:l0ngword@hooks.example/in?token=abcdef", ("l0ngword", "abcdef")),
        ("slack://T0KENA/T0KENB/T0KENC", ("T0KENA", "T0KENB", "T0KENC")),
    ],
)
def test_no_part_of_a_secret_address_stays_in_a_reason(address: str, pieces: tuple[str, ...]) -> None:
    shown = without_secrets(f"no answer from {address}, again {address.lower()}", address)
    assert shown.startswith("no answer from ")
    assert not [piece for piece in pieces if piece.lower() in shown.lower()]
