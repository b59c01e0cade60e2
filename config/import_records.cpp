// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/import_records.hpp"

#include <algorithm>

#include "config/object_body.hpp"
#include "config/syntax.hpp"
#include "config/toml_document.hpp"

namespace fb::config {
namespace {

using exchange_shell::Record;

constexpr std::string_view kSmtpPrefix = "smtp:";

std::optional<model::SmtpAddress> smtp_address(std::string_view text) {
  if (ascii_lower(text.substr(0, kSmtpPrefix.size())) == kSmtpPrefix) {
    text.remove_prefix(kSmtpPrefix.size());
  }
  const auto address = model::SmtpAddress::parse(text);
  if (!address) return std::nullopt;
  return *address;
}

bool is_own(const Tenant& tenant, const model::SmtpDomain& domain) {
  return std::find(tenant.accepted_domains.begin(), tenant.accepted_domains.end(), domain) !=
         tenant.accepted_domains.end();
}

// OrgWideFBToken leads to Exchange Online. Between two home tenants that is inside this gateway.
void import_token_space(const Record& record, const model::SmtpDomain& domain,
                        const std::string& object, ImportInto& into) {
  const auto target = into.tenant_named(record.text("targettenantid"));
  if (!target) {
    return into.note(object, ImportOutcome::asks,
                     "whose tenant TargetTenantId is, the export does not say: give --authority, "
                     "or add the partner first");
  }
  if (!into.is_home(*target)) {
    return into.note(object, ImportOutcome::needs_partner_gateway,
                     "it leads to Exchange Online of " + target->str() +
                         ", which nobody but that tenant's own gateway may ask: add the address "
                         "space with target_service_epr = the EWS URL of that gateway, and "
                         "token_scope = the application that your tenant registered for it");
  }
  toml::table body;
  body.insert("forest_name", domain.str());
  body.insert("access_method", "OrgWideFBToken");
  body.insert("target_tenant", target->str());
  into.put({ObjectKind::address_space, into.target.tenant.key, domain.str()}, body, object, "");
}

}  // namespace

void ImportInto::note(std::string object, ImportOutcome outcome, std::string words) {
  notes.push_back({std::move(object), outcome, std::move(words)});
}

void ImportInto::put(ObjectId id, const toml::table& body, std::string object, std::string words) {
  if (std::any_of(objects.begin(), objects.end(),
                  [&](const Object& other) { return other.id == id; })) {
    return note(std::move(object), ImportOutcome::refused,
                "the export has two of them: take one out");
  }
  objects.push_back({std::move(id), print_body(body)});
  note(std::move(object), ImportOutcome::taken, std::move(words));
}

bool ImportInto::refuse_cut_off(const std::string& object, const Record& record,
                                std::initializer_list<std::string_view> properties) {
  for (const std::string_view property : properties) {
    if (!record.cut_off.contains(std::string(property))) continue;
    note(object, ImportOutcome::refused,
         "the values of " + std::string(property) +
             " are not all there: set $FormatEnumerationLimit = -1 before Format-List, or use "
             "ConvertTo-Json -Depth 4");
    return true;
  }
  return false;
}

std::optional<model::TenantKey> ImportInto::tenant_named(std::string_view text) const {
  if (const std::size_t slash = text.find('/'); slash != text.npos) {
    const auto named = model::authority_named(text.substr(0, slash));
    const auto id = model::TenantId::parse(text.substr(slash + 1));
    if (!named || !id) return std::nullopt;
    return model::TenantKey{*named, *id};
  }
  const auto id = model::TenantId::parse(text);
  if (!id) return std::nullopt;
  std::vector<model::TenantKey> known;
  for (const Tenant& tenant : target.federation.tenants) {
    if (tenant.key.id == *id) known.push_back(tenant.key);
  }
  for (const Partner& partner : target.federation.partners) {
    if (partner.key.id == *id) known.push_back(partner.key);
  }
  // What was given decides between two of them.
  if (known.size() == 1) return known.front();
  if (!target.authority) return std::nullopt;
  return model::TenantKey{*target.authority, *id};
}

bool ImportInto::is_home(const model::TenantKey& key) const {
  return target.federation.tenant(key) != nullptr;
}

std::vector<std::string> split_list(const std::vector<std::string>& values) {
  if (values.size() != 1) return values;
  std::vector<std::string> parts;
  std::string_view rest = values.front();
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.find_first_of(",; "), rest.size());
    if (size != 0) parts.emplace_back(rest.substr(0, size));
    rest.remove_prefix(std::min(size + 1, rest.size()));
  }
  return parts;
}

bool is_true(std::string_view text) {
  const std::string word = ascii_lower(text);
  return word == "true" || word == "$true" || word == "1";
}

void import_address_space(const Record& record, ImportInto& into) {
  const std::string_view forest = record.text("forestname");
  const std::string object = "address-space " + ascii_lower(forest);
  const auto domain = model::SmtpDomain::parse(forest);
  if (!domain) {
    return into.note(object, ImportOutcome::refused, "its ForestName is no mail domain");
  }
  if (is_own(into.target.tenant, *domain)) {
    return into.note(object, ImportOutcome::refused,
                     "it leads to an accepted domain of the tenant itself: name where its "
                     "mailboxes are with sources");
  }
  const std::string method = ascii_lower(record.text("accessmethod"));
  // An old name of the same thing, which cannot be written any more.
  if (method == "orgwidefbtoken" || method == "orgwidefbbasic") {
    return import_token_space(record, *domain, object, into);
  }
  if (method == "orgwidefb") {
    return into.note(object, ImportOutcome::asks,
                     "OrgWideFB asks with an account, whose password no export holds, and this "
                     "gateway asks with the organisation's token: add the address space with "
                     "OrgWideFBToken and the partner's gateway");
  }
  if (method == "peruserfb") {
    return into.note(object, ImportOutcome::refused,
                     "PerUserFB asks with the rights of a person, which this gateway does not "
                     "honour: agree on OrgWideFBToken or an organization relationship");
  }
  if (method == "internalproxy" || method == "publicfolder") {
    return into.note(object, ImportOutcome::skipped,
                     "it is about servers of the same organisation or of Exchange 2003");
  }
  into.note(object, ImportOutcome::asks,
            "its AccessMethod is not written in words: use Format-List, or ConvertTo-Json "
            "-EnumsAsStrings");
}

void import_recipient(const Record& record, ImportInto& into) {
  const std::string type = ascii_lower(record.text("recipienttypedetails"));
  ContactKind kind = ContactKind::mail_contact;
  if (type == "guestmailuser") {
    kind = ContactKind::guest;
  } else if (type.ends_with("mailuser") ||
             ascii_lower(record.text("recipienttype")) == "mailuser") {
    kind = ContactKind::mail_user;
  }
  const std::string_view word = kind == ContactKind::guest       ? "guest "
                                : kind == ContactKind::mail_user ? "mail-user "
                                                                 : "mail-contact ";
  const auto external = smtp_address(record.text("externalemailaddress"));
  const std::string object =
      std::string(word) + (external ? external->str() : std::string(record.text("name")));
  if (into.refuse_cut_off(object, record, {"emailaddresses", "externalemailaddress"})) return;
  if (!external) {
    return into.note(object, ImportOutcome::skipped,
                     "its ExternalEmailAddress is no mail address that can be asked for");
  }
  if (is_own(into.target.tenant, external->domain())) {
    return into.note(object, ImportOutcome::skipped,
                     "its ExternalEmailAddress lies in an accepted domain of the tenant: it is "
                     "a mailbox, to be bound to a source");
  }
  MailContact contact{.name = external->str(), .external_address = *external, .kind = kind};
  for (const std::string_view property : {"name", "displayname"}) {
    if (const auto name = parse_display_name(record.text(property))) contact.name = *name;
  }
  for (const std::string& text : split_list(record.list("emailaddresses"))) {
    const bool other_kind = text.find(':') != text.npos &&
                            ascii_lower(text.substr(0, kSmtpPrefix.size())) != kSmtpPrefix;
    const auto address = other_kind ? std::nullopt : smtp_address(text);
    auto& proxies = contact.proxy_addresses;
    if (address && *address != *external &&
        std::find(proxies.begin(), proxies.end(), *address) == proxies.end()) {
      proxies.push_back(*address);
    }
  }
  if (contact.proxy_addresses.size() > kProxyAddressesPerRecipientMax) {
    return into.note(
        object, ImportOutcome::refused,
        "it has more than " + std::to_string(kProxyAddressesPerRecipientMax) + " proxy addresses");
  }
  contact.hidden_from_address_lists = is_true(record.text("hiddenfromaddresslistsenabled"));
  const Object made = object_of(into.target.tenant.key, contact);
  into.put(made.id, *parse_body(made.body), object, "");
}

}  // namespace fb::config
