// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/saml_rules.hpp"

#include <algorithm>

#include "protocols/model/letter_case.hpp"
#include "protocols/wire/idna.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

constexpr std::string_view kEwsMessages =
    "http://schemas.microsoft.com/exchange/services/2006/messages";
constexpr std::string_view kAutodiscover =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover";

Error refused(std::string detail, std::string rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

template <class List, class Value>
bool contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_for(const wstrust::Assertion& assertion, const std::string& application_uri) {
  return !application_uri.empty() && !assertion.audiences.empty() &&
         std::all_of(assertion.audiences.begin(), assertion.audiences.end(),
                     [&](const auto& list) { return contains(list, application_uri); });
}

// "https://host:443/Path" as host and path, the default port left out. Empty where it is no such
// URL.
struct Place {
  std::string_view host;
  std::string_view path;
};
Place place_of(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  constexpr std::string_view kDefaultPort = ":443";
  if (!model::equal_without_case(url.substr(0, kScheme.size()), kScheme)) return {};
  url.remove_prefix(kScheme.size());
  const std::size_t slash = std::min(url.find('/'), url.size());
  Place place{url.substr(0, slash), url.substr(slash)};
  if (place.host.ends_with(kDefaultPort)) place.host.remove_suffix(kDefaultPort.size());
  return place;
}

std::string_view without_suffix(std::string_view text, std::string_view suffix) {
  return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
}

// The only action that the body's operation can have. Empty where it is none of the dialect.
std::string action_for(const wstrust::SecurityHeader& header, bool for_autodiscover) {
  const std::string_view ns = for_autodiscover ? kAutodiscover : kEwsMessages;
  if (header.operation_namespace != ns) return {};
  std::string action(ns);
  if (for_autodiscover) action += "/Autodiscover";
  const std::string_view suffix = for_autodiscover ? "RequestMessage" : "Request";
  return action.append("/").append(without_suffix(header.operation, suffix));
}

Result<model::SmtpAddress> user_of(const wstrust::Assertion& assertion,
                                   const config::DelegationClaims& names) {
  const wstrust::Attribute* const email = assertion.attribute(names.email);
  if (email == nullptr || email->values.size() != 1)
    return refused("the assertion does not name one e-mail address", "saml.email");
  auto address = wire::read_smtp_address(email->values.front());
  if (!address) return refused("the e-mail address cannot be read", "saml.email");
  return address;
}

bool is_own_domain(const config::Federation& federation, const model::SmtpDomain& domain) {
  return std::any_of(
      federation.tenants.begin(), federation.tenants.end(),
      [&](const config::Tenant& tenant) { return contains(tenant.accepted_domains, domain); });
}

Result<const config::Partner*> partner_of(const config::Federation& federation,
                                          const model::SmtpDomain& domain,
                                          const std::string& issuer) {
  const config::Partner* found = nullptr;
  for (const config::Partner& partner : federation.partners) {
    if (!contains(partner.domains, domain) || !contains(partner.token_issuers, issuer)) continue;
    if (found != nullptr)
      return refused("two partners have the domain of the address and the issuer", "saml.domain");
    found = &partner;
  }
  if (found == nullptr)
    return refused("no partner has the domain of the address with this issuer", "saml.domain");
  return found;
}

Status check_times(const wstrust::Assertion& assertion, const SamlTime& time) {
  if (assertion.not_on_or_after <= assertion.not_before ||
      assertion.not_on_or_after - assertion.not_before > kAssertionLifetimeMax)
    return refused("the assertion is good for a time that is not taken", "saml.lifetime");
  if (time.now + time.skew < assertion.not_before)
    return refused("the assertion is not good yet", "saml.not_before");
  if (time.now - time.skew >= assertion.not_on_or_after)
    return refused("the assertion has ended", "saml.expired");
  return {};
}

std::string utc_text(model::UtcTime at) {
  std::string text;
  wire::append_utc_time(at, text);
  return text;
}

}  // namespace

Result<SamlTrust> find_trust(const wstrust::Assertion& assertion,
                             const config::Federation& federation,
                             std::span<const model::TenantKey> tenants) {
  bool addressed = false;
  for (const model::TenantKey& key : tenants) {
    const config::Tenant* const tenant = federation.tenant(key);
    if (tenant == nullptr || !tenant->federation_trust) continue;
    const config::FederationTrust& trust = *tenant->federation_trust;
    if (!is_for(assertion, trust.application_uri)) continue;
    addressed = true;
    for (const config::TokenIssuer& issuer : trust.token_issuers) {
      if (issuer.uri == assertion.issuer) return SamlTrust{tenant, &issuer};
    }
  }
  if (!addressed)
    return refused("the audience is not that of the tenant whose key opens the token",
                   "saml.audience");
  return refused("the issuer is none that the addressed tenant trusts", "saml.issuer");
}

Status check_message(const wstrust::SecurityHeader& header, std::span<const std::string> urls,
                     bool for_autodiscover, const SamlTime& time) {
  if (urls.empty())
    return refused("listener.public_url is not set, so no message can be addressed to us",
                   "saml.to");
  const Place named = place_of(header.to);
  const bool to_us = std::any_of(urls.begin(), urls.end(), [&](const std::string& url) {
    const Place ours = place_of(url);
    return !ours.host.empty() && !ours.path.empty() &&
           model::equal_without_case(ours.host, named.host) &&
           model::equal_without_case(ours.path, named.path);
  });
  if (!to_us)
    return refused(
        "the message is addressed to another place than the path that was asked at "
        "listener.public_url or one of listener.other_hosts",
        "saml.to");
  if (header.action != action_for(header, for_autodiscover))
    return refused("the action is not that of the body", "saml.action");
  const wstrust::SecurityTimestamp& stamp = header.timestamp;
  if (stamp.expires <= stamp.created || stamp.expires - stamp.created > kMessageLifetimeMax)
    return refused("the message is good for a time that is not taken", "saml.timestamp");
  if (time.now + time.skew < stamp.created || time.now - time.skew >= stamp.expires)
    return refused("the message is from another time", "saml.timestamp");
  return {};
}

Status check_proof_form(const wstrust::Assertion& assertion, const wstrust::SecurityHeader& header,
                        SecurityForm form, bool proof_required) {
  const bool held = assertion.confirmation == wstrust::Confirmation::holder_of_key;
  if (form != SecurityForm::token && !held)
    return refused("the token has no key that the path wants to have proved", "saml.confirmation");
  if (!held && header.signature)
    return refused("the message is signed, and the token has no key for it",
                   "saml.proof_unexpected");
  if (!held) return {};
  const bool may_go_without = form == SecurityForm::token && !proof_required;
  if (!header.signature && may_go_without) return {};
  if (!header.signature)
    return refused("the token is for the holder of a key, and the message is not signed",
                   "saml.proof_missing");
  const bool by_certificate =
      std::holds_alternative<wstrust::HolderCertificate>(assertion.proof_key);
  if ((form == SecurityForm::symmetric_key && by_certificate) ||
      (form == SecurityForm::x509_certificate && !by_certificate))
    return refused("the key of the token is not of the kind that the path wants", "saml.proof_key");
  const std::string& token = header.signature->token;
  if (token.empty() || (token != assertion.id && token != header.token.id))
    return refused("the signature does not name the token as its key", "saml.proof_token");
  return {};
}

Result<model::Caller> judge_assertion(const wstrust::Assertion& assertion, const SamlTrust& trust,
                                      const config::Federation& federation, bool for_autodiscover,
                                      const SamlTime& time) {
  if (const Status good = check_times(assertion, time); !good) return good.error();
  const config::DelegationClaims& names = trust.tenant->federation_trust->claims;
  const wstrust::Attribute* const action = assertion.attribute(names.action);
  const std::string& offer = for_autodiscover ? names.autodiscover_offer : names.free_busy_offer;
  if (action == nullptr || !contains(action->values, offer))
    return refused("the token was not issued for what is asked here", "saml.offer");
  auto user = user_of(assertion, names);
  if (!user) return user.error();
  if (is_own_domain(federation, user->domain()))
    return refused("the address is one of our own domains, which no issuer may name",
                   "saml.own_domain");
  const auto partner = partner_of(federation, user->domain(), trust.issuer->uri);
  if (!partner) return partner.error();
  model::Caller caller{model::CallerKind::partner_user, (*partner)->key, *user, user->str()};
  caller.delegation = model::Delegation{trust.issuer->uri, trust.tenant->key};
  return caller;
}

void note_claims(const wstrust::Assertion& assertion, const config::DelegationClaims& names,
                 Examination& examination) {
  examination.note("issuer", assertion.issuer);
  for (const auto& list : assertion.audiences) {
    for (const std::string& audience : list) examination.note("audience", audience);
  }
  examination.note("not_before", utc_text(assertion.not_before));
  examination.note("not_on_or_after", utc_text(assertion.not_on_or_after));
  const bool held = assertion.confirmation == wstrust::Confirmation::holder_of_key;
  examination.note("confirmation", held ? "holder-of-key" : "bearer");
  for (const std::string& name : {names.email, names.action}) {
    const wstrust::Attribute* const attribute = assertion.attribute(name);
    if (attribute == nullptr) continue;
    for (const std::string& value : attribute->values) examination.note(name, value);
  }
}

}  // namespace fb::identity
