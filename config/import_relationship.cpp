// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Get-OrganizationRelationship. Exchange knows the other side by its domains, and here it is a
// tenant; a scope that cannot be carried over would show everybody.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "config/import_records.hpp"
#include "config/syntax.hpp"
#include "config/toml_document.hpp"

namespace fb::config {
namespace {

using exchange_shell::Record;

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kFlags{{
    {"enabled", "enabled"},
    {"freebusyaccessenabled", "free_busy_access_enabled"},
    {"mailtipsaccessenabled", "mail_tips_access_enabled"},
    {"deliveryreportenabled", "delivery_report_enabled"},
    {"archiveaccessenabled", "archive_access_enabled"},
    {"photosenabled", "photos_enabled"},
    {"mailboxmoveenabled", "mailbox_move_enabled"},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kUrls{{
    {"targetautodiscoverepr", "target_autodiscover_epr"},
    {"targetsharingepr", "target_sharing_epr"},
    {"targetowaurl", "target_owa_url"},
}};

// The number that ConvertTo-Json writes in place of the word.
std::optional<model::DetailLevel> level_of(std::string_view text) {
  if (text == "0") return model::DetailLevel::none;
  if (text == "1") return model::DetailLevel::availability_only;
  if (text == "2") return model::DetailLevel::limited_details;
  return model::detail_level_named(text);
}

class Relationship {
 public:
  Relationship(const Record& record, ImportInto& into)
      : record_(record),
        into_(into),
        tenant_(into.target.tenant),
        name_(record.text("name")),
        object_("organization-relationship " + ascii_lower(name_)) {}

  void take() {
    if (into_.refuse_cut_off(object_, record_, {"domainnames"})) return;
    if (name_.empty()) return refuse("it has no name");
    if (!take_domains() || !take_target() || !take_free_busy() || !take_asking()) return;
    take_the_rest();
    into_.put({ObjectKind::organization_relationship, tenant_.key, ascii_lower(name_)}, body_,
              object_, words_);
  }

 private:
  void refuse(std::string words) { into_.note(object_, ImportOutcome::refused, std::move(words)); }
  void ask(std::string words) { into_.note(object_, ImportOutcome::asks, std::move(words)); }

  bool take_domains() {
    std::size_t own = 0;
    std::set<model::SmtpDomain> seen;
    toml::array list;
    for (const std::string& text : split_list(record_.list("domainnames"))) {
      const auto domain = model::SmtpDomain::parse(text);
      if (!domain) {
        refuse("DomainNames has " + in_quotes(text) + ", which is no mail domain");
        return false;
      }
      if (!seen.insert(*domain).second) continue;
      const auto& accepted = tenant_.accepted_domains;
      if (std::find(accepted.begin(), accepted.end(), *domain) != accepted.end()) ++own;
      if (is_in_another(*domain)) {
        refuse(in_quotes(domain->str()) + " is in another relationship of the tenant already");
        return false;
      }
      domains_.push_back(*domain);
      list.push_back(domain->str());
    }
    if (domains_.empty()) {
      into_.note(object_, ImportOutcome::skipped, "it has no domains");
    } else if (own == domains_.size()) {
      into_.note(object_, ImportOutcome::skipped,
                 "it is between your own servers and your own cloud, which are two sources of one "
                 "tenant here");
    } else if (own != 0) {
      refuse("DomainNames has an accepted domain of the tenant itself: take it out");
    }
    body_.insert("domain_names", std::move(list));
    return !domains_.empty() && own == 0;
  }

  bool is_in_another(const model::SmtpDomain& domain) const {
    const auto& others = tenant_.organization_relationships;
    return std::any_of(others.begin(), others.end(), [&](const OrganizationRelationship& other) {
      const auto& names = other.domain_names;
      return ascii_lower(other.name) != ascii_lower(name_) &&
             std::find(names.begin(), names.end(), domain) != names.end();
    });
  }

  // Whose the domains are; more than one is not clear.
  std::set<model::TenantKey> owners() const {
    std::set<model::TenantKey> keys;
    const auto has_one = [&](const std::vector<model::SmtpDomain>& all) {
      return std::any_of(all.begin(), all.end(), [&](const model::SmtpDomain& domain) {
        return std::find(domains_.begin(), domains_.end(), domain) != domains_.end();
      });
    };
    for (const Tenant& tenant : into_.target.federation.tenants) {
      if (has_one(tenant.accepted_domains)) keys.insert(tenant.key);
    }
    for (const Partner& partner : into_.target.federation.partners) {
      if (has_one(partner.domains)) keys.insert(partner.key);
    }
    for (const OrganizationRelationship& other : tenant_.organization_relationships) {
      if (ascii_lower(other.name) == ascii_lower(name_)) keys.insert(other.target_tenant);
    }
    return keys;
  }

  bool take_target() {
    const auto keys = owners();
    if (keys.size() == 1) {
      target_ = *keys.begin();
      body_.insert("name", name_);
      body_.insert("target_tenant", target_->str());
      return true;
    }
    ask(keys.empty() ? "whose tenant the domains are, the export does not say: add the partner "
                       "with these domains first"
                     : "the domains belong to more than one tenant: divide them");
    return false;
  }

  bool take_free_busy() {
    const std::string_view level = record_.text("freebusyaccesslevel");
    const auto known = level_of(level);
    if (!level.empty() && !known) {
      refuse("its FreeBusyAccessLevel is none of None, AvailabilityOnly and LimitedDetails");
      return false;
    }
    if (known) body_.insert("free_busy_access_level", model::name(*known));
    const std::string_view scope = record_.text("freebusyaccessscope");
    if (scope.empty() && !record_.cut_off.contains("freebusyaccessscope")) return true;
    const auto group = model::SmtpAddress::parse(scope);
    if (!group || !is_own(*group)) {
      ask("its FreeBusyAccessScope is not the mail address of a group of the tenant, and without "
          "the scope everybody would be seen: put that address in its place");
      return false;
    }
    body_.insert("free_busy_access_scope", group->str());
    return true;
  }

  bool take_asking() {
    for (const auto& [property, key] : kFlags) {
      const std::string_view text = record_.text(property);
      if (!text.empty()) body_.insert(key, is_true(text));
    }
    const std::string_view uri = record_.text("targetapplicationuri");
    if (!uri.empty()) body_.insert("target_application_uri", uri);
    if (into_.is_home(*target_)) return true;
    if (uri.empty()) {
      ask("it has no TargetApplicationUri, for which the partner's tokens are asked");
      return false;
    }
    const bool asks =
        body_["enabled"].value_or(true) && body_["free_busy_access_enabled"].value_or(false);
    if (asks && !(tenant_.federation_trust && tenant_.federation_trust->key)) {
      ask("to ask through it takes a delegation token: add [tenant.federation_trust] with a key "
          "to the tenant first");
      return false;
    }
    return true;
  }

  // What has no effect on free/busy is left out where it cannot be carried over.
  void take_the_rest() {
    for (const auto& [property, key] : kUrls) {
      const std::string_view text = record_.text(property);
      if (text.empty()) continue;
      if (parse_https_url(text)) {
        body_.insert(key, text);
      } else {
        leave_out(property);
      }
    }
    const std::string_view contact = record_.text("organizationcontact");
    if (const auto address = model::SmtpAddress::parse(contact)) {
      body_.insert("organization_contact", address->str());
    } else if (!contact.empty()) {
      leave_out("organizationcontact");
    }
    const std::string_view tips = record_.text("mailtipsaccesslevel");
    if (tips == "All" || tips == "Limited" || tips == "None") {
      body_.insert("mail_tips_access_level", tips);
    } else if (!tips.empty()) {
      leave_out("mailtipsaccesslevel");
    }
    take_group(record_.text("mailtipsaccessscope"));
    const std::string_view application = record_.text("oauthapplicationid");
    if (const auto id = parse_guid(application)) {
      body_.insert("oauth_application_id", *id);
    } else if (!application.empty()) {
      leave_out("oauthapplicationid");
    }
    for (const std::string_view property :
         {"mailboxmovecapability", "mailboxmovepublishedscopes"}) {
      if (!record_.text(property).empty()) leave_out(property);
    }
  }

  void take_group(std::string_view scope) {
    const auto group = model::SmtpAddress::parse(scope);
    if (group && is_own(*group)) {
      body_.insert("mail_tips_access_scope", group->str());
    } else if (!scope.empty()) {
      leave_out("mailtipsaccessscope");
    }
  }

  bool is_own(const model::SmtpAddress& address) const {
    const auto& own = tenant_.accepted_domains;
    return std::find(own.begin(), own.end(), address.domain()) != own.end();
  }

  void leave_out(std::string_view property) {
    words_ += words_.empty() ? "left out: " : ", ";
    words_ += property;
  }

  const Record& record_;
  ImportInto& into_;
  const Tenant& tenant_;
  std::string name_;
  std::string object_;
  std::vector<model::SmtpDomain> domains_;
  std::optional<model::TenantKey> target_;
  toml::table body_;
  std::string words_;
};

}  // namespace

void import_organization_relationship(const Record& record, ImportInto& into) {
  Relationship(record, into).take();
}

}  // namespace fb::config
