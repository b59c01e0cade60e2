// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/envelope_authenticator.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "cache/store/ttl_store.hpp"
#include "gateway/identity/caller_mint.hpp"
#include "gateway/identity/digest.hpp"
#include "gateway/identity/failure_limiter.hpp"
#include "gateway/identity/saml_rules.hpp"
#include "gateway/identity/xml_decryption.hpp"
#include "gateway/identity/xml_verification.hpp"
#include "gateway/identity/xmlsec_library.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

// Stands in for a token that could not be opened or read, so that the rest of the work is done
// nevertheless: it fails at its digest, as an altered token does.
constexpr std::string_view kDecoy =
    R"(<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion" MajorVersion="1")"
    R"( MinorVersion="1" AssertionID="_decoy" Issuer="decoy" IssueInstant="2000-01-01T00:00:00Z">)"
    R"(<saml:Conditions NotBefore="2000-01-01T00:00:00Z" NotOnOrAfter="2000-01-02T00:00:00Z">)"
    R"(<saml:AudienceRestrictionCondition><saml:Audience>decoy</saml:Audience>)"
    R"(</saml:AudienceRestrictionCondition></saml:Conditions><saml:AttributeStatement>)"
    R"(<saml:Subject><saml:NameIdentifier>decoy</saml:NameIdentifier><saml:SubjectConfirmation>)"
    R"(<saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:bearer</saml:ConfirmationMethod>)"
    R"(</saml:SubjectConfirmation></saml:Subject><saml:Attribute AttributeName="EmailAddress")"
    R"( AttributeNamespace="http://schemas.xmlsoap.org/claims"><saml:AttributeValue>)"
    R"(decoy@decoy.invalid</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>)"
    R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>)"
    R"(<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)"
    R"(<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>)"
    R"(<ds:Reference URI="#_decoy"><ds:Transforms><ds:Transform)"
    R"( Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform)"
    R"( Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod)"
    R"( Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>)"
    R"(AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</ds:DigestValue></ds:Reference>)"
    R"(</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>)"
    R"(</saml:Assertion>)";

// The reason as the operator gets it; which of our parts found it is of no interest to anybody.
Error unproved(const Error& error) {
  return Error::of(ErrorKind::unauthenticated, error.detail(), error.rule());
}

// One envelope on its way through the two visits to the pool.
struct Case {
  EnvelopeCredential credential;
  std::shared_ptr<const config::Snapshot> snapshot;
  SamlTime time;

  std::optional<Error> failed{};  // the first thing that was wrong
  std::optional<wstrust::SecurityHeader> header{};
  std::optional<TokenDecryption> decryption{};
  TokenDecryption::Opened opened{};
  wstrust::Assertion assertion{};  // not verified
  config::TokenIssuer issuer{};
  std::vector<Certificate> certificates{};
  std::optional<model::Caller> caller{};
  Examination examination{};
};

const config::TokenIssuer* any_issuer(const config::Federation& federation) {
  for (const config::Tenant& tenant : federation.tenants) {
    if (tenant.federation_trust && !tenant.federation_trust->token_issuers.empty())
      return &tenant.federation_trust->token_issuers.front();
  }
  return nullptr;
}

// What can be told without a key. False where there is nothing to decrypt: no secret of ours is
// involved, so there is nothing to hide either.
bool read_message(Case& one) {
  auto header = wstrust::read_security_header(one.credential.envelope);
  if (!header) {
    one.failed = header.error();
    return false;
  }
  one.header = std::move(*header);
  const Status meant =
      check_message(*one.header, one.credential.urls, one.credential.for_autodiscover, one.time);
  if (!meant) one.failed = meant.error();
  return meant.has_value();
}

Status open_token(Case& one) {
  const config::Federation& federation = one.snapshot->federation();
  one.decryption.emplace(federation);
  if (!one.decryption->trouble().empty())
    one.examination.note("federation_keys", one.decryption->trouble());
  auto opened = one.decryption->open(one.header->token);
  if (!opened) return opened.error();
  one.opened = std::move(*opened);
  auto assertion = wstrust::read_assertion(one.opened.text.reveal());
  if (!assertion) return assertion.error();
  one.assertion = std::move(*assertion);
  const auto trust = find_trust(one.assertion, federation, one.opened.tenants);
  if (!trust) return trust.error();
  one.issuer = *trust->issuer;
  return check_signature_form(one.opened.text.reveal(), one.assertion, one.issuer.sha1_signatures);
}

// The first visit: from the envelope to whose certificates are needed.
void open(Case& one) {
  if (!read_message(one)) return;
  if (const Status opened = open_token(one); !opened) {
    one.failed = opened.error();
    one.opened.text = config::Secret(std::string(kDecoy));
    one.assertion = wstrust::read_assertion(kDecoy).value();
    if (const auto* const some = any_issuer(one.snapshot->federation())) one.issuer = *some;
  }
}

Result<std::string> signed_bytes_of_timestamp(const Case& one, const wstrust::Assertion& verified,
                                              bool sha1) {
  const std::string& envelope = one.credential.envelope;
  if (const auto* holder = std::get_if<wstrust::HolderCertificate>(&verified.proof_key))
    return signed_timestamp(envelope, *one.header, holder->der, sha1);
  if (const auto* wrapped = std::get_if<wstrust::EncryptedKey>(&verified.proof_key)) {
    const auto key = one.decryption->unwrap(*wrapped, one.opened.key);
    if (!key) return key.error();
    return signed_timestamp(envelope, *one.header, *key);
  }
  const auto* const secret = std::get_if<wstrust::ProofSecret>(&verified.proof_key);
  const config::Secret key(secret == nullptr ? std::string() : secret->bytes);
  return signed_timestamp(envelope, *one.header, key);
}

Status check_proof(const Case& one, const wstrust::Assertion& verified, const SamlTrust& trust) {
  const bool sha1 = one.issuer.sha1_signatures;
  const Status form = check_proof_form(verified, *one.header, one.credential.form,
                                       trust.tenant->federation_trust->proof_required);
  if (!form || !one.header->signature) return form;
  const auto bytes = signed_bytes_of_timestamp(one, verified, sha1);
  if (!bytes) return bytes.error();
  const auto timestamp = wstrust::read_timestamp(*bytes);
  if (!timestamp || !(*timestamp == one.header->timestamp))
    return Error::of(ErrorKind::unauthenticated, "two readers see two timestamps",
                     "saml.two_readings");
  return {};
}

// The second visit: from the certificates to the caller. kSignatureRule is what newer certificates
// may cure.
Status prove(Case& one) {
  const auto bytes = signed_assertion(one.opened.text.reveal(), one.assertion, one.certificates,
                                      one.issuer.sha1_signatures);
  if (!bytes) return bytes.error();
  const auto verified = wstrust::read_assertion(*bytes);
  if (!verified) return verified.error();
  if (verified->id != one.assertion.id || verified->signature)
    return Error::of(ErrorKind::unauthenticated, "the signature covers another assertion",
                     "saml.two_readings");
  const config::Federation& federation = one.snapshot->federation();
  const auto trust = find_trust(*verified, federation, one.opened.tenants);
  if (!trust) return trust.error();
  note_claims(*verified, trust->tenant->federation_trust->claims, one.examination);
  if (trust->issuer->uri != one.issuer.uri)
    return Error::of(ErrorKind::unauthenticated, "the signature covers another issuer",
                     "saml.two_readings");
  auto caller =
      judge_assertion(*verified, *trust, federation, one.credential.for_autodiscover, one.time);
  if (!caller) return caller.error();
  if (const Status proof = check_proof(one, *verified, *trust); !proof) return proof;
  one.caller = std::move(*caller);
  return {};
}

class SamlEnvelopeAuthenticator final : public EnvelopeAuthenticator {
 public:
  SamlEnvelopeAuthenticator(const config::AuthenticationSettings& settings,
                            async::OffloadPool& crypto, IssuerCertificates& certificates,
                            async::Clock& clock)
      : skew_(settings.clock_skew), crypto_(crypto), certificates_(certificates), clock_(clock) {
    const XmlsecUse set_up;
  }

  asio::awaitable<Authentication> authenticate(EnvelopeCredential credential,
                                               std::shared_ptr<const config::Snapshot> snapshot,
                                               net::HttpClient& http,
                                               async::Deadline deadline) override;

 private:
  asio::awaitable<Status> examine(Case& one, net::HttpClient& http, async::Deadline deadline);
  asio::awaitable<Status> prove_with(Case& one, bool look_again, net::HttpClient& http,
                                     async::Deadline deadline);
  Status check_replay(const Case& one);

  const std::chrono::seconds skew_;
  async::OffloadPool& crypto_;
  IssuerCertificates& certificates_;
  async::Clock& clock_;
  FailureLimiter limiter_{kEnvelopeFailuresMax, kEnvelopeFailureWindow};
  cache::TtlStore<Digest, bool, model::UtcTime, DigestHash> replayed_{kReplayedMax, 16};
};

Authentication refused(Error error) {
  Authentication outcome{std::move(error), {}, {}};
  outcome.examination.set_kind("saml");
  return outcome;
}

// One try with the certificates that the issuer has now.
asio::awaitable<Status> SamlEnvelopeAuthenticator::prove_with(Case& one, bool look_again,
                                                              net::HttpClient& http,
                                                              async::Deadline deadline) {
  auto found = co_await certificates_.find(one.issuer, look_again, http, deadline);
  if (!found) {
    co_return Error::of(ErrorKind::unauthenticated, found.error().detail(),
                        "saml.issuer_certificates");
  }
  one.certificates = std::move(*found);
  Status proved;
  std::function<void()> work = [&one, &proved] { proved = prove(one); };
  const Status done = co_await crypto_.run(std::move(work));
  if (!done) co_return done;
  co_return proved;
}

asio::awaitable<Status> SamlEnvelopeAuthenticator::examine(Case& one, net::HttpClient& http,
                                                           async::Deadline deadline) {
  std::function<void()> work = [&one] { open(one); };
  const Status opened = co_await crypto_.run(std::move(work));
  if (!opened) co_return opened;
  const bool nothing_to_open = one.failed && one.assertion.id.empty();
  if (nothing_to_open) co_return unproved(*one.failed);
  // From here on a token that could not be opened goes the same way as one that could.
  Status proved = co_await prove_with(one, false, http, deadline);
  if (!proved && proved.error().rule() == kSignatureRule) {
    proved = co_await prove_with(one, true, http, deadline);
  }
  if (!proved && proved.error().kind() == ErrorKind::server_busy) co_return proved;
  if (one.failed) co_return unproved(*one.failed);
  if (!proved) co_return unproved(proved.error());
  co_return check_replay(one);
}

// An assertion may come again as long as it lasts: its owner keeps it. What was signed for one
// message may not.
Status SamlEnvelopeAuthenticator::check_replay(const Case& one) {
  if (!one.header->signature) return {};
  const Digest digest = sha256(one.header->signature->value);
  const model::UtcTime until = one.header->timestamp.expires + skew_;
  if (replayed_.put_if_absent(digest, true, until, one.time.now)) return {};
  return Error::of(ErrorKind::unauthenticated, "the signed timestamp was used before",
                   "saml.replayed");
}

asio::awaitable<Authentication> SamlEnvelopeAuthenticator::authenticate(
    EnvelopeCredential credential, std::shared_ptr<const config::Snapshot> snapshot,
    net::HttpClient& http, async::Deadline deadline) {
  const std::string key = FailureLimiter::key("saml", credential.peer_address);
  if (limiter_.take(key, clock_.now()) > std::chrono::seconds(0)) {
    co_return refused(Error::of(ErrorKind::attempts_exhausted,
                                "too many envelopes of this address proved nothing",
                                "saml.attempts"));
  }
  Case one{std::move(credential), std::move(snapshot), {clock_.utc_now(), skew_}};
  const Status proved = co_await examine(one, http, deadline);
  Authentication outcome = refused(Error::of(ErrorKind::unauthenticated));
  outcome.examination = std::move(one.examination);
  outcome.examination.set_kind("saml");
  if (!proved) {
    outcome.caller = proved.error();
    if (proved.error().kind() == ErrorKind::server_busy) limiter_.give_back(key);
    co_return outcome;
  }
  limiter_.give_back(key);
  outcome.caller = CallerMint::prove(std::move(*one.caller));
  co_return outcome;
}

}  // namespace

std::unique_ptr<EnvelopeAuthenticator> make_envelope_authenticator(
    const config::AuthenticationSettings& settings, async::OffloadPool& crypto,
    IssuerCertificates& certificates, async::Clock& clock) {
  return std::make_unique<SamlEnvelopeAuthenticator>(settings, crypto, certificates, clock);
}

}  // namespace fb::identity
