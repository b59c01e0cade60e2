// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/change_set.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "config/syntax.hpp"
#include "gateway/registry/history_entries.hpp"
#include "gateway/registry/recipient_table.hpp"

namespace fb::registry {
namespace {

using config::ObjectId;
using config::ObjectKind;

Refused no_such(const ObjectId& id) { return {RefusedKind::not_found, "there is no " + id.str()}; }

Refused mistake_in(const ObjectId& id, std::string sentence) {
  config::Problems problems{{id.str(), 0, 0, std::move(sentence)}};
  return mistake(std::move(problems));
}

// Identities are compared as they are stored.
ObjectId plain(ObjectId id) {
  id.identity = config::ascii_lower(id.identity);
  return id;
}

bool contains(const std::vector<model::TenantKey>& keys, const model::TenantKey& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// Pruned to a few objects, a tenant would lose all others, and itself.
std::optional<Refused> refusal_of_part(const WantedState& wanted,
                                       const std::vector<model::TenantKey>& scope) {
  std::set<model::TenantKey> whole;
  for (const config::Object& object : wanted.objects) {
    if (object.id.kind == ObjectKind::tenant) whole.insert(object.id.tenant);
  }
  for (const config::Object& object : wanted.objects) {
    const model::TenantKey& key = object.id.tenant;
    if (object.id.kind == ObjectKind::partner || !contains(scope, key) || whole.contains(key)) {
      continue;
    }
    return mistake_in({ObjectKind::tenant, key, ""},
                      "the file has objects of it and not the tenant itself, and what is not in "
                      "the file would be removed: begin with an export of the tenant");
  }
  return std::nullopt;
}

}  // namespace

Refused too_many_recipients(std::string_view tenant, std::size_t count, std::size_t count_max) {
  return {RefusedKind::mistake, std::string(tenant) + " would have " + std::to_string(count) +
                                    " recipients, and at most " + std::to_string(count_max) +
                                    " are allowed"};
}

ChangeSet::Slot& ChangeSet::slot(const ObjectId& id) {
  const auto found = slots_.find(id);
  if (found != slots_.end()) return found->second;
  Slot fresh;
  if (is_recipient(id.kind)) {
    if (auto row = find_recipient(connection_, id)) {
      fresh.before = config::object_of(id.tenant, row->recipient).body;
      fresh.revision = row->revision;
      fresh.origin = std::move(row->origin);
    }
  } else if (const auto text = state_.objects->find(id); text != state_.objects->end()) {
    fresh.before = text->second.body;
    fresh.revision = text->second.revision;
  }
  fresh.after = fresh.before;
  order_.push_back(id);
  return slots_.emplace(id, std::move(fresh)).first->second;
}

std::optional<Refused> ChangeSet::take(const Change& change) {
  if (change.body.size() > kObjectBytesMax) {
    return mistake_in(change.id,
                      "its body has more than " + std::to_string(kObjectBytesMax) + " bytes");
  }
  const ObjectId id = plain(change.id);
  Slot& now = slot(id);
  if (change.expected_revision) {
    if (*change.expected_revision > state_.revision) {
      return Refused{RefusedKind::conflict, "revision " +
                                                std::to_string(*change.expected_revision) +
                                                " is not there yet: the registry is at " +
                                                std::to_string(state_.revision)};
    }
    if (now.before && now.revision > *change.expected_revision) {
      return Refused{RefusedKind::conflict, id.str() + " was changed in revision " +
                                                std::to_string(now.revision) + ", after " +
                                                std::to_string(*change.expected_revision) +
                                                ": look at it again"};
    }
    if (!now.before && change.verb == Verb::put) {
      return Refused{RefusedKind::conflict, id.str() + " is not there any more"};
    }
  }
  if (change.verb == Verb::add && now.after) {
    return Refused{RefusedKind::exists, id.str() + " is there already"};
  }
  if ((change.verb == Verb::set || change.verb == Verb::remove) && !now.after) {
    return no_such(id);
  }
  if (change.verb == Verb::remove) return remove(id);
  if (change.verb == Verb::set) return set(id, change.body);
  return write_body(id, change.body, change.verb);
}

std::optional<Refused> ChangeSet::set(const ObjectId& id, std::string_view patch) {
  if (id.kind == ObjectKind::address_space) {
    return mistake_in(id, "an address space cannot be set: remove it and add it");
  }
  const auto patched = config::patched({id, *slot(id).after}, patch);
  if (!patched) return mistake_in(id, patched.error().detail());
  return write_body(id, patched->body, Verb::set);
}

std::optional<Refused> ChangeSet::write_body(const ObjectId& id, std::string_view body, Verb verb) {
  auto canonical = config::canonical_body(body);
  if (!canonical) return mistake_in(id, canonical.error().detail());
  Slot& now = slot(id);
  now.verb = verb;
  now.with_its_tenant = false;
  now.after = *std::move(canonical);
  return std::nullopt;
}

std::optional<Refused> ChangeSet::remove(const ObjectId& id) {
  Slot& now = slot(id);
  now.verb = Verb::remove;
  now.after.reset();
  if (id.kind == ObjectKind::tenant) remove_parts_of(id.tenant);
  return std::nullopt;
}

void ChangeSet::remove_parts_of(const model::TenantKey& tenant) {
  const auto take_out = [this](const ObjectId& id) {
    Slot& now = slot(id);
    now.verb = Verb::remove;
    now.after.reset();
    now.with_its_tenant = true;
  };
  // A partner has the key of a tenant too, and is no part of it.
  std::vector<ObjectId> parts;
  for (const auto& [id, now] : slots_) {
    if (id.tenant == tenant && id.kind > ObjectKind::partner) parts.push_back(id);
  }
  for (const auto& [id, text] : *state_.objects) {
    if (id.tenant == tenant && id.kind > ObjectKind::partner) parts.push_back(id);
  }
  for (const ObjectId& id : parts) take_out(id);
  for_recipients_of(connection_, tenant, [&](const RecipientRow& row) {
    take_out(config::id_of(tenant, row.recipient));
  });
}

std::optional<Refused> ChangeSet::take(const WantedState& wanted) {
  if (wanted.expected_revision && *wanted.expected_revision != state_.revision) {
    return Refused{RefusedKind::conflict,
                   "the registry is at revision " + std::to_string(state_.revision) + ", not " +
                       std::to_string(*wanted.expected_revision) + ": look at it again"};
  }
  std::vector<model::TenantKey> scope = wanted.scope;
  for (const config::Object& object : wanted.objects) {
    if (object.id.kind != ObjectKind::tenant) continue;
    const bool known = state_.objects->count(object.id) != 0;
    if (!known && wanted.partners && !contains(scope, object.id.tenant)) {
      scope.push_back(object.id.tenant);
    }
    if (!known && !wanted.partners && contains(scope, object.id.tenant)) {
      return mistake_in(object.id,
                        "there is no such home tenant, and making one is not part of "
                        "what was asked for");
    }
  }
  for (const config::Object& object : wanted.objects) {
    const bool partner = object.id.kind == ObjectKind::partner;
    if (partner ? !wanted.partners : !contains(scope, object.id.tenant)) continue;
    const ObjectId id = plain(object.id);
    const Verb verb = slot(id).before ? Verb::put : Verb::add;
    if (auto refused = write_body(id, object.body, verb)) return refused;
  }
  if (!wanted.prune) return std::nullopt;
  if (auto refused = refusal_of_part(wanted, scope)) return refused;
  prune(wanted, scope);
  return std::nullopt;
}

void ChangeSet::prune(const WantedState& wanted, const std::vector<model::TenantKey>& scope) {
  std::set<ObjectId> kept;
  for (const config::Object& object : wanted.objects) kept.insert(plain(object.id));
  std::vector<ObjectId> gone;
  for (const auto& [id, text] : *state_.objects) {
    const bool whole = id.kind == ObjectKind::tenant || id.kind == ObjectKind::partner;
    const bool in_scope = id.kind == ObjectKind::partner
                              ? wanted.partners
                              : contains(scope, id.tenant) && (!whole || wanted.partners);
    if (in_scope && kept.count(id) == 0) gone.push_back(id);
  }
  for (const model::TenantKey& tenant : scope) {
    for_recipients_of(connection_, tenant, [&](const RecipientRow& row) {
      ObjectId id = config::id_of(tenant, row.recipient);
      if (row.origin.empty() && kept.count(id) == 0) gone.push_back(std::move(id));
    });
  }
  for (const ObjectId& id : gone) remove(id);
}

Outcome<std::shared_ptr<const config::Federation>> ChangeSet::check(const Reading& reading) {
  if (auto failure = connection_.take_failure()) return *std::move(failure);
  std::shared_ptr<const config::Federation> federation = state_.federation;
  ObjectTexts texts;
  bool changed = false;
  for (const auto& [id, now] : slots_) {
    if (is_recipient(id.kind) || now.before == now.after) continue;
    if (!changed) texts = *state_.objects;
    changed = true;
    if (now.after) {
      texts.insert_or_assign(id, ObjectText{*now.after, 0});
    } else {
      texts.erase(id);
    }
  }
  if (changed) {
    auto read = federation_from(texts, reading);
    if (!read) return read.error();
    federation = *std::move(read);
  }
  for (auto& [id, now] : slots_) {
    if (!is_recipient(id.kind)) continue;
    if (auto refused = check_recipient(id, now, *federation)) return *std::move(refused);
  }
  if (auto refused = check_counts(*federation)) return *std::move(refused);
  return federation;
}

std::optional<Refused> ChangeSet::check_recipient(const ObjectId& id, Slot& now,
                                                  const config::Federation& federation) {
  const config::Tenant* tenant = federation.tenant(id.tenant);
  if (now.after) {
    if (tenant == nullptr) {
      return Refused{RefusedKind::not_found, "there is no home tenant " + id.tenant.str()};
    }
    config::Loaded<config::Recipient> read = config::recipient_of({id, *now.after}, *tenant);
    if (!read.value) return mistake(std::move(read.problems));
    const ObjectId meant = config::id_of(id.tenant, *read.value);
    if (meant != id) return mistake_in(id, "its body is that of " + meant.str());
    now.after = config::object_of(id.tenant, *read.value).body;
    now.recipient = *std::move(read.value);
  }
  if (now.before == now.after || now.origin.empty() || tenant == nullptr) return std::nullopt;
  const auto& sources = tenant->directory_sources;
  const bool kept = std::any_of(sources.begin(), sources.end(),
                                [&](const auto& source) { return source.name == now.origin; });
  if (!kept || now.with_its_tenant) return std::nullopt;
  return mistake_in(id, "it is imported from the directory source \"" + now.origin +
                            "\": change it there, or remove the directory source first");
}

std::optional<Refused> ChangeSet::check_counts(const config::Federation& federation) const {
  std::map<model::TenantKey, std::pair<std::size_t, std::size_t>> counts;
  for (const auto& [id, now] : slots_) {
    if (!is_recipient(id.kind)) continue;
    auto& [added, removed] = counts[id.tenant];
    if (now.after && !now.before) ++added;
    if (now.before && !now.after) ++removed;
  }
  for (const auto& [tenant, count] : counts) {
    const auto& [added, removed] = count;
    if (added <= removed || federation.tenant(tenant) == nullptr) continue;
    const auto directory = state_.directories.find(tenant);
    const std::size_t there = directory == state_.directories.end() ? 0 : directory->second->size();
    const std::size_t after = there + added - removed;
    if (after > recipients_max_) return too_many_recipients(tenant.str(), after, recipients_max_);
  }
  return std::nullopt;
}

bool ChangeSet::empty() const {
  return std::all_of(slots_.begin(), slots_.end(),
                     [](const auto& entry) { return entry.second.before == entry.second.after; });
}

std::vector<Difference> ChangeSet::differences() const {
  std::vector<Difference> found;
  for (const ObjectId& id : order_) {
    const Slot& now = slots_.at(id);
    if (now.before == now.after) continue;
    found.push_back({id, now.before ? config::redacted(*now.before) : std::string(),
                     now.after ? config::redacted(*now.after) : std::string()});
  }
  return found;
}

void ChangeSet::write(std::uint64_t revision, std::chrono::sys_time<std::chrono::milliseconds> at,
                      const Actor& actor) {
  HistoryEntries history(connection_, {revision, at, actor}, kChangesPerCallMax);
  for (const ObjectId& id : order_) {
    const Slot& now = slots_.at(id);
    if (now.before == now.after) continue;
    if (!now.after) {
      if (is_recipient(id.kind)) {
        remove_recipient(connection_, id);
      } else {
        remove_object(connection_, id);
      }
      note_departed(connection_, id, revision);
      if (id.kind == ObjectKind::tenant) {
        connection_.run("DELETE FROM import_state WHERE tenant = ?", id.tenant.str());
      }
    } else if (now.recipient) {
      put_recipient(connection_, id.tenant, {*now.recipient, revision});
    } else {
      put_object(connection_, {{id, *now.after}, revision});
    }
    history.add(now.verb, {id, now.before ? config::redacted(*now.before) : std::string(),
                           now.after ? config::redacted(*now.after) : std::string()});
  }
  history.finish();
  prune_departed(connection_);
}

std::optional<Refused> ChangeSet::check_stored_recipients(const config::Federation& federation) {
  std::optional<Refused> refused;
  for (const auto& [id, now] : slots_) {
    if (id.kind != ObjectKind::tenant || now.before == now.after || refused) continue;
    const config::Tenant* const tenant = federation.tenant(id.tenant);
    if (tenant == nullptr) continue;
    for_sample_recipients(connection_, id.tenant, [&](const RecipientRow& row) {
      if (refused) return;
      auto read = config::recipient_of(config::object_of(tenant->key, row.recipient), *tenant);
      if (!read.value) refused = mistake(std::move(read.problems));
    });
  }
  return refused;
}

}  // namespace fb::registry
