// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <array>

#include "config/text_file.hpp"
#include "protocols/ics/ics.hpp"
#include "tools/cloudsim/calendars.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/world_reader.hpp"

namespace fb::cloudsim {
namespace {

using config::PlacedText;
using config::ProblemList;
using config::TableReader;
using model::Error;
using model::ErrorKind;

constexpr std::string_view kApiScheme = "api://";

template <class T>
void take(std::optional<T> value, T& into) {
  if (value) into = *std::move(value);
}

Error invalid(std::string why) { return Error::of(ErrorKind::malformed_request, std::move(why)); }

model::Result<Resource> read_api(std::string_view uri) {
  if (!uri.starts_with(kApiScheme)) return invalid("an app id URI is api:// and a GUID");
  auto id = read_guid(uri.substr(kApiScheme.size()));
  if (!id) return invalid("an app id URI is api:// and a GUID");
  Resource out;
  out.uri = std::string(kApiScheme) + *id;
  out.audience = *std::move(id);
  return out;
}

model::Result<model::DetailLevel> read_right(std::string_view text) {
  if (text == "default") return model::DetailLevel::availability_only;
  const auto level = model::detail_level_named(text);
  if (!level) return invalid("one of default, None, AvailabilityOnly, LimitedDetails");
  return *level;
}

model::Result<MailboxKind> read_kind(std::string_view text) {
  if (text == "graph") return MailboxKind::graph;
  if (text == "onprem") return MailboxKind::onprem;
  return invalid("one of graph, onprem");
}

model::Result<std::uint8_t> read_day(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kDays{
      "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    if (same_text(text, kDays[day])) return static_cast<std::uint8_t>(1u << day);
  }
  return invalid("no day of the week");
}

std::optional<int> read_minutes(TableReader& in, std::string_view key) {
  const toml::node* node = in.node(key);
  if (node == nullptr) {
    in.missing(key);
    return std::nullopt;
  }
  const auto time = node->value_exact<toml::time>();
  if (!time) {
    in.problem(key, "must be a time such as 08:00:00, without quotes");
    return std::nullopt;
  }
  return time->hour * 60 + time->minute;
}

void read_working_hours(const toml::table& table, ProblemList& problems, Mailbox& mailbox) {
  TableReader in(table, "working_hours", problems);
  model::WorkingPeriod period;
  for (const PlacedText& day : in.texts("days", 7)) {
    const auto bit = read_day(day.text);
    if (bit) {
      period.days = static_cast<std::uint8_t>(period.days | *bit);
    } else {
      problems.add(day.place, bit.error().detail());
    }
  }
  const auto start = read_minutes(in, "start");
  const auto end = read_minutes(in, "end");
  if (period.days == 0) in.missing("days");
  if (!start || !end) return;
  if (*start >= *end) in.problem("end", "is not after the start");
  period.start_minutes = *start;
  period.end_minutes = *end;
  mailbox.working_periods.push_back(period);
}

// Version 1 tokens are for the URI of a resource, version 2 tokens for its app id.
void read_token_version(TableReader& in, Resource& resource) {
  const toml::node* node = in.node("token_version");
  if (node == nullptr) return;
  const auto version = node->value_exact<std::int64_t>();
  if (!version || (*version != 1 && *version != 2)) {
    in.problem("token_version", "must be 1 or 2");
    return;
  }
  resource.token_version = static_cast<int>(*version);
  if (*version == 1) resource.audience = resource.uri;
}

void read_resource(const toml::table& table, ProblemList& problems, Tenant& tenant) {
  TableReader in(table, "[[cloud.tenant.resource]]", problems);
  auto resource = in.required("uri", read_api);
  const auto audience = in.text("audience");
  const auto roles = in.texts("roles", kEntriesMax);
  if (roles.empty()) in.missing("roles");
  if (!resource) return;
  if (tenant.resource(resource->uri) != nullptr) in.problem("uri", "is there twice");
  read_token_version(in, *resource);
  if (audience && !audience->empty()) resource->audience = *audience;
  for (const PlacedText& role : roles) resource->roles.emplace_back(role.text);
  tenant.resources.push_back(*std::move(resource));
}

void read_grant(const toml::table& table, ProblemList& problems, const Tenant& tenant,
                Application& application) {
  TableReader in(table, "[[cloud.tenant.application.grant]]", problems);
  const auto name = in.required_text("resource");
  const auto roles = in.texts("roles", kEntriesMax);
  if (!name) return;
  const Resource* resource = tenant.resource(lower(*name));
  if (resource == nullptr) {
    in.problem("resource", "is neither a resource of this tenant nor one of its cloud");
    return;
  }
  if (!application.roles_for(resource->uri).empty()) in.problem("resource", "is there twice");
  RoleGrant grant{resource->uri, {}};
  for (const PlacedText& role : roles) {
    const bool defined = resource->any_role ||
                         std::count(resource->roles.begin(), resource->roles.end(), role.text) > 0;
    if (!defined) problems.add(role.place, "the resource defines no such role");
    grant.roles.emplace_back(role.text);
  }
  application.grants.push_back(std::move(grant));
}

void read_application(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                      Tenant& tenant) {
  TableReader in(table, "[[cloud.tenant.application]]", problems);
  Application out;
  take(in.required("client_id", read_guid), out.client_id);
  if (tenant.application(out.client_id) != nullptr) in.problem("client_id", "is there twice");
  for (const PlacedText& file : in.texts("certificate_files", 16)) {
    const auto pem = read_named_file(in, "certificate_files", file, folder);
    if (!pem) continue;
    auto certificate = RegisteredCertificate::read(*pem);
    if (certificate) {
      out.certificates.push_back(*std::move(certificate));
    } else {
      problems.add(file.place, "the certificate file " + certificate.error().detail());
    }
  }
  for (const toml::table* grant : in.tables("grant", kEntriesMax)) {
    read_grant(*grant, problems, tenant, out);
  }
  tenant.applications.push_back(std::move(out));
}

void read_mailbox(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                  Tenant& tenant) {
  TableReader in(table, "[[cloud.tenant.mailbox]]", problems);
  const auto address = in.required("address", model::SmtpAddress::parse);
  const auto calendar = in.required_text("calendar");
  const auto zone = in.parsed("zone", wire::Zone::named);
  const auto right = in.parsed("calendar_right", read_right);
  const auto kind = in.parsed("kind", read_kind);
  const toml::table* hours = in.table("working_hours");
  if (!address) return;

  const auto domain = address->domain();
  if (std::count(tenant.domains.begin(), tenant.domains.end(), domain) == 0) {
    in.problem("address", "is in no domain of the tenant");
  }
  const bool twice = std::any_of(tenant.mailboxes.begin(), tenant.mailboxes.end(),
                                 [&](const Mailbox& other) { return other.address == *address; });
  if (twice) in.problem("address", "is there twice");
  Mailbox out{*address,          {}, wire::Zone::utc(), {}, model::DetailLevel::availability_only,
              MailboxKind::graph};
  take(zone, out.zone);
  take(right, out.calendar_right);
  take(kind, out.kind);
  if (hours != nullptr) read_working_hours(*hours, problems, out);
  if (calendar) {
    out.calendar = folder.at(*calendar);
    const auto parsed = read_calendar(out);
    if (!parsed) in.problem("calendar", parsed.error().detail());
  }
  tenant.mailboxes.push_back(std::move(out));
}

Resource cloud_resource(const std::string& host) {
  Resource out;
  out.uri = "https://" + host;
  out.audience = out.uri;
  out.any_role = true;
  return out;
}

}  // namespace

void read_tenant(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                 Cloud& cloud) {
  TableReader in(table, "[[cloud.tenant]]", problems);
  const auto name = in.required_text("name");
  const auto id = in.required("tenant_id", model::TenantId::parse);
  const auto domains = in.texts("domains", kEntriesMax);
  const auto resources = in.tables("resource", kEntriesMax);
  const auto applications = in.tables("application", kEntriesMax);
  const auto mailboxes = in.tables("mailbox", kEntriesMax);
  const auto contacts = in.tables("contact", kEntriesMax);
  const auto users = in.tables("user", kEntriesMax);
  if (domains.empty()) in.missing("domains");
  if (!name || !id) return;

  Tenant out{std::string(*name), *id, {}, {}, {}, {}};
  for (const PlacedText& text : domains) {
    const auto domain = model::SmtpDomain::parse(text.text);
    if (domain) {
      out.domains.push_back(*domain);
    } else {
      problems.add(text.place, domain.error().detail());
    }
  }
  if (!cloud.graph_host.empty()) out.resources.push_back(cloud_resource(cloud.graph_host));
  if (!cloud.ews_host.empty()) out.resources.push_back(cloud_resource(cloud.ews_host));
  for (const toml::table* entry : resources) read_resource(*entry, problems, out);
  for (const toml::table* entry : applications) read_application(*entry, folder, problems, out);
  for (const toml::table* entry : mailboxes) read_mailbox(*entry, folder, problems, out);
  for (const toml::table* entry : contacts) {
    read_directory_object(*entry, DirectoryFeed::contacts, problems, out);
  }
  for (const toml::table* entry : users) {
    read_directory_object(*entry, DirectoryFeed::users, problems, out);
  }
  cloud.tenants.push_back(std::move(out));
}

}  // namespace fb::cloudsim
