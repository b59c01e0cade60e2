// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <boost/json/array.hpp>

#include "config/syntax.hpp"
#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/object_json.hpp"
#include "gateway/admin/object_list.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

namespace json = boost::json;

// Pages of the registry that one request looks through for what the account may see. A page of
// ours may so have fewer entries than were asked for, and still not be the last.
constexpr std::size_t kPagesSearchedMax = 10;

json::object json_of(const registry::HistoryEntry& entry, const config::Federation& federation) {
  json::object out = admin::json_of(entry.difference, federation);
  out["revision"] = entry.revision;
  out["at"] = text_of(entry.at);
  out["actor"] = entry.actor.name;
  out["via"] = entry.actor.via;
  out["verb"] = name(entry.verb);
  return out;
}

Checked<registry::HistoryQuery> history_query(const AdminCall& call) {
  const auto like_list = list_query(call);
  if (!like_list) return like_list.error();
  const auto before = call.query.number("before", 0);
  if (!before) return before.error();
  registry::HistoryQuery query;
  query.kind = like_list->kind;
  query.tenant = like_list->tenant;
  query.identity = like_list->identity;
  query.before = *before;
  query.limit = like_list->limit;
  return query;
}

}  // namespace

asio::awaitable<Reply> show_history(const AdminServices& services, const AdminCall& call) {
  auto query = history_query(call);
  if (!query) co_return query.error();
  const std::size_t wanted = query->limit;
  json::array entries;
  std::uint64_t next = query->before;
  for (std::size_t i = 0; i < kPagesSearchedMax && entries.size() < wanted; ++i) {
    registry::HistoryQuery part = *query;
    part.before = next;
    part.limit = wanted - entries.size();
    auto page = co_await services.registry.history(std::move(part));
    if (!page) co_return refusal(page.error());
    for (const registry::HistoryEntry& entry : page->entries) {
      if (!call.grants.may_read(entry.difference.id)) continue;
      entries.push_back(json_of(entry, call.federation()));
    }
    next = page->next;
    if (next == 0) break;
  }
  json::object body{{"entries", std::move(entries)}, {"next", nullptr}};
  if (next != 0) body["next"] = next;
  co_return answer_of(body);
}

}  // namespace fb::admin
