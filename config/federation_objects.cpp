// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A federation file taken apart into objects, and objects put together into one TOML tree, which
// the readers of the file then read. Each part of the tree remembers the object that it came from.
#include "config/federation_objects.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>

#include "config/federation_context.hpp"
#include "config/object_body.hpp"
#include "config/syntax.hpp"
#include "config/toml_writer.hpp"

namespace fb::config {
namespace {

// `table` is the name of the object's tables in a [[tenant]], and `identity` the key in them that
// names the object; both are empty where there is none.
struct KindFacts {
  ObjectKind kind;
  std::string_view name;
  std::string_view table;
  std::string_view identity;
};

constexpr std::array<KindFacts, 10> kKinds{{
    {ObjectKind::tenant, "tenant", "", ""},
    {ObjectKind::partner, "partner", "", ""},
    {ObjectKind::availability_config, "availability-config", "availability_config", ""},
    {ObjectKind::address_space, "address-space", "address_space", "forest_name"},
    {ObjectKind::organization_relationship, "organization-relationship",
     "organization_relationship", "name"},
    {ObjectKind::mailbox, "mailbox", "mailbox", "address"},
    {ObjectKind::mail_contact, "mail-contact", "mail_contact", "external_address"},
    {ObjectKind::mail_user, "mail-user", "mail_user", "external_address"},
    {ObjectKind::guest, "guest", "guest", "external_address"},
    {ObjectKind::group, "group", "group", "address"},
}};

const KindFacts& facts_of(ObjectKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::string_view text_of(const toml::table& table, std::string_view key) {
  return table[key].value_exact<std::string_view>().value_or(std::string_view());
}

std::optional<model::TenantKey> key_of(const toml::table& table) {
  const auto authority = model::authority_named(text_of(table, "authority"));
  const auto id = model::TenantId::parse(text_of(table, "tenant_id"));
  if (!authority || !id) return std::nullopt;
  return model::TenantKey{*authority, *id};
}

// A file that was found to be right, taken apart.
class Dissection {
 public:
  Dissection(const toml::table& root, ProblemList& problems) : problems_(problems) {
    if (const toml::array* tenants = root["tenant"].as_array()) {
      for (const toml::node& tenant : *tenants) take_tenant(*tenant.as_table());
    }
    if (const toml::array* partners = root["partner"].as_array()) {
      for (const toml::node& partner : *partners) {
        take(ObjectKind::partner, *key_of(*partner.as_table()), *partner.as_table());
      }
    }
  }

  std::vector<Object> take() && {
    std::vector<Object> all;
    for (std::vector<Object>& objects : by_kind_) {
      std::move(objects.begin(), objects.end(), std::back_inserter(all));
    }
    return all;
  }

 private:
  void take_tenant(const toml::table& tenant) {
    const model::TenantKey key = *key_of(tenant);
    toml::table alone;
    for (const auto& entry : tenant) {
      const toml::key& name = entry.first;
      const toml::node& value = entry.second;
      const auto part = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindFacts& kind) {
        return kind.table == name.str();
      });
      if (part == kKinds.end()) {
        alone.insert(name, value);
      } else if (const toml::array* list = value.as_array()) {
        for (const toml::node& one : *list) take(part->kind, key, *one.as_table());
      } else {
        take(part->kind, key, *value.as_table());
      }
    }
    if (!has_objects_alone(tenant)) take(ObjectKind::tenant, key, alone);
  }

  void take(ObjectKind kind, const model::TenantKey& tenant, const toml::table& table) {
    const std::string_view identity_key = facts_of(kind).identity;
    ObjectId id{kind, tenant, ascii_lower(text_of(table, identity_key))};
    if (is_recipient(kind) && !recipients_.insert(id).second) {
      problems_.add(place_of(table), "the file has a second " + id.str());
    }
    by_kind_[static_cast<std::size_t>(kind)].push_back({std::move(id), print_body(table)});
  }

  ProblemList& problems_;
  std::array<std::vector<Object>, kKinds.size()> by_kind_;
  std::set<ObjectId> recipients_;  // of the others, the readers find those that stand twice
};

// Objects put together into the tree of a file.
class Assembly {
 public:
  explicit Assembly(ProblemList& problems) : problems_(problems) {}

  void add(const std::vector<Object>& objects) {
    // Parts need their tenants.
    for (const Object& object : objects) {
      if (object.id.kind <= ObjectKind::partner) add_tenant(object);
    }
    for (const Object& object : objects) {
      if (object.id.kind > ObjectKind::partner && !is_recipient(object.id.kind)) add_part(object);
    }
  }

  const toml::table& root() const { return root_; }

 private:
  std::optional<toml::table> parse(const Object& object) {
    const std::string& name = names_.emplace_back(object.id.str());
    if (object.body.size() > kObjectBodyBytesMax) {
      problems_.add({0, 0, &name},
                    "the object is longer than " + std::to_string(kObjectBodyBytesMax) + " bytes");
      return std::nullopt;
    }
    return parse_toml_part(object.body, name, problems_);
  }

  static Place place_in(const toml::table& table, std::string_view key) {
    const toml::node* const value = table.get(key);
    Place place = place_of(value == nullptr ? static_cast<const toml::node&>(table) : *value);
    if (place.line == 0) place.line = place.column = 1;
    return place;
  }

  void add_tenant(const Object& object) {
    auto table = parse(object);
    if (!table) return;
    if (const auto key = key_of(*table); key && *key != object.id.tenant) {
      problems_.add(place_in(*table, "tenant_id"),
                    "\"authority\" and \"tenant_id\" name " + key->str() + ", another tenant");
    }
    for (const KindFacts& part : kKinds) {
      if (part.table.empty() || !table->contains(part.table)) continue;
      problems_.add(place_in(*table, part.table), in_quotes(part.table) +
                                                      " is an object of its own, of kind " +
                                                      std::string(part.name) + ": take it out");
      table->erase(part.table);
    }
    const bool home = object.id.kind == ObjectKind::tenant;
    toml::table& placed = append(root_, home ? "tenant" : "partner", *std::move(table));
    if (home) tenants_.emplace(object.id.tenant, &placed);
  }

  void add_part(const Object& object) {
    auto table = parse(object);
    if (!table) return;
    const KindFacts& facts = facts_of(object.id.kind);
    const auto tenant = tenants_.find(object.id.tenant);
    if (tenant == tenants_.end()) {
      problems_.add({0, 0, &names_.back()}, "there is no such tenant");
      return;
    }
    const std::string_view identity = text_of(*table, facts.identity);
    if (!identity.empty() && ascii_lower(identity) != object.id.identity) {
      problems_.add(place_in(*table, facts.identity),
                    in_quotes(facts.identity) + " is " + in_quotes(identity) +
                        ", which is not the object's own: remove the object and add another");
    }
    if (!facts.identity.empty()) {
      append(*tenant->second, facts.table, *std::move(table));
    } else if (!tenant->second->insert(facts.table, *std::move(table)).second) {
      problems_.add({0, 0, &names_.back()}, "the tenant has one already");
    }
  }

  static toml::table& append(toml::table& parent, std::string_view key, toml::table&& table) {
    toml::array* list = parent.get_as<toml::array>(key);
    if (list == nullptr) {
      list = parent.insert_or_assign(key, toml::array{}).first->second.as_array();
    }
    list->push_back(std::move(table));
    return *list->back().as_table();
  }

  ProblemList& problems_;
  std::deque<std::string> names_;  // places point at them
  toml::table root_;
  std::map<model::TenantKey, toml::table*> tenants_;
};

void append_part(const Object& object, std::string_view table, bool is_list, std::string& out) {
  const auto body = parse_body(object.body);
  if (!body) {
    out += "# " + object.id.str() + " is left out: " + body.error().detail() + "\n";
    return;
  }
  if (!out.ends_with("\n\n")) out += '\n';
  out += is_list ? "[[" : "[";
  out += table;
  out += is_list ? "]]\n" : "]\n";
  append_toml(*body, table, out);
}

}  // namespace

std::string_view name(ObjectKind kind) { return facts_of(kind).name; }

std::optional<ObjectKind> object_kind_named(std::string_view name) {
  for (const KindFacts& kind : kKinds) {
    if (kind.name == name) return kind.kind;
  }
  return std::nullopt;
}

bool has_objects_alone(const toml::table& tenant) {
  if (!tenant.contains("tenant_id")) return false;
  return std::all_of(tenant.begin(), tenant.end(), [](const auto& entry) {
    const std::string_view key = entry.first.str();
    return key == "authority" || key == "tenant_id" ||
           std::any_of(kKinds.begin(), kKinds.end(),
                       [&](const KindFacts& kind) { return kind.table == key; });
  });
}

std::string ObjectId::str() const {
  std::string out(name(kind));
  if (kind == ObjectKind::tenant || kind == ObjectKind::partner) return out + " " + tenant.str();
  if (!identity.empty()) out += " " + identity;
  return out + " of " + tenant.str();
}

Loaded<std::vector<Object>> objects_of(std::string_view federation_toml,
                                       const std::filesystem::path& file,
                                       const CloudCatalogue& clouds, const Surroundings* around) {
  ProblemList problems(file.string());
  Loaded<std::vector<Object>> loaded;
  if (federation_toml.size() > kFederationFileBytesMax) {
    problems.add({}, "the file has " + std::to_string(federation_toml.size()) +
                         " bytes, and at most " + std::to_string(kFederationFileBytesMax) +
                         " are read");
  } else if (const auto root = parse_toml(federation_toml, problems)) {
    FederationContext context{.clouds = clouds,
                              .folder = std::filesystem::absolute(file).parent_path(),
                              .problems = problems,
                              .known = KnownTenants(*root),
                              .around = around};
    if (around != nullptr) context.known.add(around->stored);
    read_federation(*root, context);
    // What is wrong may not even have the shape of objects.
    if (problems.empty()) {
      std::vector<Object> objects = Dissection(*root, problems).take();
      if (problems.empty()) loaded.value = std::move(objects);
    }
  }
  loaded.problems = std::move(problems).take();
  return loaded;
}

std::string federation_toml_of(const std::vector<Object>& objects) {
  std::map<model::TenantKey, std::vector<const Object*>> parts;
  for (const Object& object : objects) {
    if (object.id.kind > ObjectKind::partner) parts[object.id.tenant].push_back(&object);
  }
  std::string out = "version = 1\n";
  for (const Object& object : objects) {
    if (object.id.kind != ObjectKind::tenant) continue;
    append_part(object, "tenant", true, out);
    std::vector<const Object*> own;
    own.swap(parts[object.id.tenant]);
    std::stable_sort(own.begin(), own.end(),
                     [](const Object* a, const Object* b) { return a->id.kind < b->id.kind; });
    for (const Object* part : own) {
      const KindFacts& facts = facts_of(part->id.kind);
      append_part(*part, "tenant." + std::string(facts.table), !facts.identity.empty(), out);
    }
  }
  for (const Object& object : objects) {
    if (object.id.kind == ObjectKind::partner) append_part(object, "partner", true, out);
  }
  for (const auto& [key, left] : parts) {
    for (const Object* part : left) {
      out += "# " + part->id.str() + " is left out: its tenant is not here\n";
    }
  }
  return out;
}

Loaded<Federation> federation_of(const std::vector<Object>& objects,
                                 const std::filesystem::path& folder,
                                 const CloudCatalogue& clouds) {
  ProblemList problems("the federation");
  Loaded<Federation> loaded;
  Assembly assembly(problems);
  assembly.add(objects);
  FederationContext context{.clouds = clouds,
                            .folder = std::filesystem::absolute(folder),
                            .problems = problems,
                            .known = KnownTenants(assembly.root())};
  Federation federation = read_federation(assembly.root(), context);
  if (problems.empty()) loaded.value = std::move(federation);
  loaded.problems = std::move(problems).take();
  return loaded;
}

}  // namespace fb::config
