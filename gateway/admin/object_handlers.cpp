// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One object, several changes at once, and lists of them.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>

#include "config/syntax.hpp"
#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/change_rights.hpp"
#include "gateway/admin/json_body.hpp"
#include "gateway/admin/object_json.hpp"
#include "gateway/admin/object_list.hpp"

namespace fb::admin {
namespace asio = boost::asio;
namespace {

namespace json = boost::json;
using config::ObjectId;
using config::ObjectKind;
using registry::Verb;

// Identities are kept without regard to case.
Checked<ObjectId> object_id(const AdminCall& call, std::string_view kind_text,
                            std::string_view tenant_text, std::string_view identity) {
  const auto kind = config::object_kind_named(kind_text);
  if (!kind) return refusal(Code::not_found, "there is no such kind of object");
  const auto tenant = *kind == ObjectKind::partner
                          ? find_partner(tenant_text, call.grants, call.federation())
                          : find_tenant(tenant_text, call.grants, call.federation());
  if (!tenant) return no_such_object();
  const bool given = identity != kNoIdentity && !identity.empty();
  if (given != has_identity(*kind)) return no_such_object();
  return ObjectId{*kind, *tenant, given ? config::ascii_lower(identity) : std::string()};
}

Checked<ObjectId> object_id(const AdminCall& call) {
  return object_id(call, call.segments[0], call.segments[1], call.segments[2]);
}

Checked<std::optional<std::uint64_t>> expected_revision(std::string_view if_match) {
  if (if_match.empty()) return std::optional<std::uint64_t>();
  std::uint64_t revision = 0;
  const bool quoted = if_match.size() > 2 && if_match.front() == '"' && if_match.back() == '"';
  const std::string_view digits = quoted ? if_match.substr(1, if_match.size() - 2) : "";
  const auto [end, failed] =
      std::from_chars(digits.data(), digits.data() + digits.size(), revision);
  if (!quoted || failed != std::errc{} || end != digits.data() + digits.size()) {
    return refusal(Code::malformed, "If-Match has to be one ETag of the object");
  }
  return std::optional<std::uint64_t>(revision);
}

std::string etag_of(std::uint64_t revision) { return '"' + std::to_string(revision) + '"'; }

Checked<registry::Change> change_of(const AdminCall& call, const ChangeRights& rights, Verb verb,
                                    ObjectId id, const json::object& body) {
  if (auto refused = rights.refusal_of(verb, id, body)) return std::move(*refused);
  if (verb == Verb::set && id.kind == ObjectKind::address_space) {
    return refusal(Code::method_not_allowed,
                   "an address space is not changed: remove it and add it anew, as in Exchange");
  }
  registry::Change change{verb, std::move(id), {}, {}};
  if (verb != Verb::remove) {
    auto text = verb == Verb::set ? toml_of_patch(body) : toml_of_body(body);
    if (!text) return text.error();
    change.body = std::move(*text);
  }
  auto expected = expected_revision(call.if_match);
  if (!expected) return expected.error();
  change.expected_revision = *expected;
  return change;
}

asio::awaitable<Reply> make_changes(const AdminServices& services, const AdminCall& call,
                                    std::vector<registry::Change> changes) {
  const auto dry_run = call.query.flag("dry_run");
  if (!dry_run) co_return dry_run.error();
  auto applied = co_await services.registry.apply(std::move(changes), call.actor, *dry_run);
  if (!applied) co_return refusal(applied.error());
  const auto now = services.snapshots.current();
  co_return answer_of(json_of(*applied, *dry_run, now->federation()));
}

asio::awaitable<Reply> change_object(const AdminServices& services, const AdminCall& call,
                                     Verb verb) {
  auto id = object_id(call);
  if (!id) co_return id.error();
  json::object body;
  if (verb != Verb::remove) {
    auto parsed = json_object_of(call.body, call.row.body_bytes_max);
    if (!parsed) co_return parsed.error();
    body = std::move(*parsed);
  }
  const ChangeRights rights(call);
  auto change = change_of(call, rights, verb, std::move(*id), body);
  if (!change) co_return change.error();
  std::vector<registry::Change> changes;
  changes.push_back(std::move(*change));
  co_return co_await make_changes(services, call, std::move(changes));
}

struct ReadChange {
  Verb verb;
  ObjectId id;
  json::object body;
  std::optional<std::uint64_t> if_revision{};
};

Checked<ReadChange> read_change(const AdminCall& call, const json::value& value) {
  const auto malformed = [](std::string sentence) {
    return refusal(Code::malformed, std::move(sentence));
  };
  const json::object* object = value.if_object();
  if (object == nullptr) return malformed("each of \"changes\" is a JSON object");
  const auto text = [&](std::string_view key) {
    const json::value* member = object->if_contains(key);
    const bool is_text = member != nullptr && member->is_string();
    return is_text ? std::string_view(member->get_string()) : std::string_view();
  };
  const auto verb = verb_named(text("verb"));
  if (!verb) return malformed("the verb of a change is add, set, put or remove");
  auto id = object_id(call, text("kind"), text("tenant"), text("identity"));
  if (!id) return id.error();
  ReadChange change{*verb, std::move(*id), {}, {}};
  if (const json::value* body = object->if_contains("body"); body != nullptr && !body->is_null()) {
    if (!body->is_object()) return malformed("the body of a change is a JSON object");
    change.body = body->get_object();
  }
  const json::value* revision = object->if_contains("if_revision");
  if (revision != nullptr && !revision->is_null()) {
    if (!revision->is_int64() || revision->get_int64() < 0) {
      return malformed("if_revision is a whole number");
    }
    change.if_revision = static_cast<std::uint64_t>(revision->get_int64());
  }
  return change;
}

Checked<std::vector<ReadChange>> read_changes(const AdminCall& call) {
  auto parsed = json_object_of(call.body, call.row.body_bytes_max);
  if (!parsed) return parsed.error();
  const json::value* list = parsed->if_contains("changes");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) {
    return refusal(Code::malformed, "\"changes\" has to be a list with at least one change");
  }
  if (list->get_array().size() > registry::kChangesPerCallMax) {
    return refusal(Code::too_large, "one call makes at most " +
                                        std::to_string(registry::kChangesPerCallMax) + " changes");
  }
  std::vector<ReadChange> changes;
  for (const json::value& value : list->get_array()) {
    auto change = read_change(call, value);
    if (!change) return change.error();
    changes.push_back(std::move(*change));
  }
  return changes;
}

}  // namespace

asio::awaitable<Reply> list_objects(const AdminServices& services, const AdminCall& call) {
  auto query = list_query(call);
  if (!query) co_return query.error();
  auto page = co_await list_visible(services, call, std::move(*query));
  if (!page) co_return page.error();
  json::array objects;
  for (const registry::StoredObject& stored : page->objects) {
    objects.push_back(json_of(stored, call.federation()));
  }
  const json::object body{
      {"revision", page->revision}, {"objects", std::move(objects)}, {"next", page->next}};
  co_return answer_of(body);
}

asio::awaitable<Reply> get_object(const AdminServices& services, const AdminCall& call) {
  const auto id = object_id(call);
  if (!id) co_return id.error();
  if (!call.grants.may_read(*id)) co_return no_such_object();
  registry::ListQuery query;
  query.kind = id->kind;
  query.tenant = id->tenant;
  query.identity = id->identity;
  query.limit = 1;
  auto page = co_await services.registry.list(std::move(query));
  if (!page) co_return refusal(page.error());
  if (page->objects.empty()) co_return no_such_object();
  const registry::StoredObject& stored = page->objects.front();
  AdminAnswer answer = answer_of(json_of(stored, call.federation()));
  answer.etag = etag_of(stored.revision);
  co_return answer;
}

asio::awaitable<Reply> add_object(const AdminServices& services, const AdminCall& call) {
  return change_object(services, call, Verb::add);
}

asio::awaitable<Reply> set_object(const AdminServices& services, const AdminCall& call) {
  return change_object(services, call, Verb::set);
}

asio::awaitable<Reply> put_object(const AdminServices& services, const AdminCall& call) {
  return change_object(services, call, Verb::put);
}

asio::awaitable<Reply> remove_object(const AdminServices& services, const AdminCall& call) {
  return change_object(services, call, Verb::remove);
}

asio::awaitable<Reply> change_objects(const AdminServices& services, const AdminCall& call) {
  auto read = read_changes(call);
  if (!read) co_return read.error();
  ChangeRights rights(call);
  for (const ReadChange& change : *read) {
    const bool adds = change.verb == Verb::add || change.verb == Verb::put;
    if (adds) rights.note_addition(change.id);
  }
  std::vector<registry::Change> changes;
  for (ReadChange& one : *read) {
    auto change = change_of(call, rights, one.verb, std::move(one.id), one.body);
    if (!change) co_return change.error();
    change->expected_revision = one.if_revision;
    changes.push_back(std::move(*change));
  }
  co_return co_await make_changes(services, call, std::move(changes));
}

}  // namespace fb::admin
