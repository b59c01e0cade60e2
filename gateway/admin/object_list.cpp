// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/object_list.hpp"

#include <algorithm>

#include "config/syntax.hpp"
#include "gateway/admin/change_rights.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

using config::AdminRole;
using config::ObjectKind;

constexpr char kPlaceSeparator = '|';

// What the account sees of one tenant or partner.
struct Part {
  std::string name;  // partners before home tenants; parts are gone through in this order
  model::TenantKey tenant;
  std::optional<ObjectKind> only{};
};

// Whether an object of that kind can be in the part.
bool holds(const Part& part, const std::optional<ObjectKind>& kind) {
  const bool is_partner = part.only == ObjectKind::partner;
  if (!kind) return true;
  if (part.only) return part.only == kind;
  return is_partner == (*kind == ObjectKind::partner);
}

std::vector<Part> parts_of(const AdminCall& call) {
  std::vector<Part> parts;
  for (const config::Partner& partner : call.federation().partners) {
    if (!call.grants.sees_partner(partner.key)) continue;
    parts.push_back({"p:" + partner.key.str(), partner.key, ObjectKind::partner});
  }
  for (const config::Tenant& tenant : call.federation().tenants) {
    if (call.grants.may(AdminRole::read, tenant.key)) {
      parts.push_back({"t:" + tenant.key.str(), tenant.key, {}});
    } else if (call.grants.may_federate()) {
      parts.push_back({"t:" + tenant.key.str(), tenant.key, ObjectKind::tenant});
    }
  }
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.name < b.name; });
  return parts;
}

}  // namespace

Checked<std::size_t> page_limit(const AdminCall& call) {
  const auto limit = call.query.number("limit", registry::kPageMax);
  if (!limit) return limit.error();
  if (*limit == 0 || *limit > registry::kPageMax) {
    return refusal(Code::malformed, "limit is 1 to " + std::to_string(registry::kPageMax));
  }
  return static_cast<std::size_t>(*limit);
}

Checked<model::TenantKey> visible_tenant(const AdminCall& call, std::string_view text) {
  const auto tenant = find_tenant(text, call.grants, call.federation());
  if (tenant && call.federation().tenant(*tenant) != nullptr &&
      call.grants.may_read({ObjectKind::tenant, *tenant, {}})) {
    return *tenant;
  }
  const auto partner = find_partner(text, call.grants, call.federation());
  if (partner && call.federation().partner(*partner) != nullptr &&
      call.grants.sees_partner(*partner)) {
    return *partner;
  }
  return refusal(Code::not_found, "there is no such tenant, or this account may not read it");
}

Checked<registry::ListQuery> list_query(const AdminCall& call) {
  registry::ListQuery query;
  if (call.query.has("kind")) {
    query.kind = config::object_kind_named(call.query.text("kind"));
    if (!query.kind) return refusal(Code::malformed, "there is no such kind of object");
  }
  if (call.query.has("tenant")) {
    if (call.query.all("tenant").size() > 1) {
      return refusal(Code::malformed, "one tenant at a time, or all");
    }
    const auto tenant = visible_tenant(call, call.query.text("tenant"));
    if (!tenant) return tenant.error();
    query.tenant = *tenant;
  }
  const auto limit = page_limit(call);
  if (!limit) return limit.error();
  query.limit = *limit;
  query.identity = config::ascii_lower(call.query.text("identity"));
  query.after = std::string(call.query.text("after"));
  return query;
}

asio::awaitable<Checked<registry::ObjectPage>> list_visible(const AdminServices& services,
                                                            const AdminCall& call,
                                                            registry::ListQuery query) {
  if (call.grants.reads_every_tenant()) {
    auto whole = co_await services.registry.list(std::move(query));
    if (!whole) co_return refusal(whole.error());
    co_return std::move(*whole);
  }
  const std::size_t split = std::min(query.after.find(kPlaceSeparator), query.after.size());
  const std::string begin = query.after.substr(0, split);
  std::string place = query.after.substr(std::min(split + 1, query.after.size()));
  registry::ObjectPage out{services.registry.revision(), {}, {}};
  for (const Part& part : parts_of(call)) {
    const bool wanted = !query.tenant || *query.tenant == part.tenant;
    if (part.name < begin || !wanted || !holds(part, query.kind)) continue;
    if (out.objects.size() == query.limit) {
      out.next = part.name + kPlaceSeparator;
      break;
    }
    registry::ListQuery of_part = query;
    of_part.tenant = part.tenant;
    if (part.only) of_part.kind = part.only;
    of_part.after = part.name == begin ? place : std::string();
    of_part.limit = query.limit - out.objects.size();
    auto page = co_await services.registry.list(std::move(of_part));
    if (!page) co_return refusal(page.error());
    out.revision = page->revision;
    std::move(page->objects.begin(), page->objects.end(), std::back_inserter(out.objects));
    if (page->next.empty()) continue;
    out.next = part.name + kPlaceSeparator + page->next;
    break;
  }
  co_return out;
}

}  // namespace fb::admin
