// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What ConvertTo-Json writes, and partners of the cross-tenant access policy as Graph sends them.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "protocols/exchange_shell/record_readers.hpp"
#include "protocols/exchange_shell/records.hpp"
#include "protocols/wire/json.hpp"

namespace fb::exchange_shell {
namespace {

namespace json = boost::json;

constexpr std::string_view kCapabilities = "m365Capabilities";
constexpr std::string_view kTypePrefix = "#microsoft.graph.";

bool is_list_in_disguise(const json::object& object) {
  return object.size() == 2 && object.contains("value") && object.contains("Count") &&
         object.at("value").is_array();
}

void append_scalar(const json::value& value, std::vector<std::string>& to) {
  if (const auto* text = value.if_string()) {
    to.emplace_back(text->data(), text->size());
  } else if (const bool* flag = value.if_bool()) {
    to.emplace_back(*flag ? "True" : "False");
  } else if (const auto* number = value.if_int64()) {
    to.push_back(std::to_string(*number));
  } else if (const auto* natural = value.if_uint64()) {
    to.push_back(std::to_string(*natural));
  } else if (value.is_object()) {
    // A domain or an address, as an object of Exchange has them.
    for (const std::string_view member : {"Domain", "ProxyAddressString", "Address", "Value"}) {
      if (const auto inner = wire::text_member(value, member); !inner.empty()) {
        to.emplace_back(inner);
        return;
      }
    }
    to.emplace_back("System.Object");  // no text for it: the same as where PowerShell has none
  }
}

std::vector<std::string> texts_of(const json::value& value) {
  std::vector<std::string> texts;
  const json::array* list = value.if_array();
  if (const json::object* object = value.if_object(); object && is_list_in_disguise(*object)) {
    list = &object->at("value").get_array();
  }
  if (list == nullptr) {
    append_scalar(value, texts);
    return texts;
  }
  for (const json::value& entry : *list) append_scalar(entry, texts);
  return texts;
}

model::Status too_much() {
  return malformed(0, "a record has at most " + std::to_string(kPropertiesMax) +
                          " properties with " + std::to_string(kListEntriesMax) +
                          " values of at most " + std::to_string(kValueBytesMax) +
                          " bytes each, and there are at most " + std::to_string(kRecordsMax) +
                          " records");
}

bool put_bounded(Record& record, std::string_view name, std::vector<std::string> values) {
  for (const std::string& value : values) {
    if (value.size() > kValueBytesMax) return false;
  }
  return put(record, name, std::move(values));
}

std::string_view text_at(const json::value& object, std::string_view name) {
  return object.is_object() ? wire::text_member(object, name) : std::string_view();
}

std::vector<std::string> scope_of(const json::value* access, std::string_view which) {
  std::vector<std::string> scope;
  const json::value* scopes =
      access != nullptr && access->is_object() ? wire::member(*access, "resourceScopes") : nullptr;
  const json::value* entries =
      scopes != nullptr && scopes->is_object() ? wire::member(*scopes, which) : nullptr;
  if (entries == nullptr || !entries->is_array()) return scope;
  for (const json::value& entry : entries->get_array()) {
    scope.push_back(std::string(text_at(entry, "resourceType")) + ":" +
                    std::string(text_at(entry, "resourceId")));
  }
  return scope;
}

// One capability of one partner: tenantid, capability, isallowed, included, excluded.
bool put_capability(Record& record, std::string_view tenant, const json::value& capability) {
  std::string_view type = text_at(capability, "@odata.type");
  if (type.starts_with(kTypePrefix)) type.remove_prefix(kTypePrefix.size());
  const json::value* access =
      capability.is_object() ? wire::member(capability, "inboundAccess") : nullptr;
  const json::value* allowed =
      access != nullptr && access->is_object() ? wire::member(*access, "isAllowed") : nullptr;
  const bool is_allowed = allowed != nullptr && allowed->is_bool() && allowed->get_bool();
  return put_bounded(record, "tenantid", {std::string(tenant)}) &&
         put_bounded(record, "capability", {std::string(type)}) &&
         put_bounded(record, "isallowed", {is_allowed ? "True" : "False"}) &&
         put_bounded(record, "included", scope_of(access, "included")) &&
         put_bounded(record, "excluded", scope_of(access, "excluded"));
}

// ".../partners('<id>')/m365Capabilities" or ".../partners/<id>/m365Capabilities".
std::string_view tenant_in_context(std::string_view context) {
  constexpr std::string_view kPartners = "partners";
  constexpr std::size_t kGuidSize = 36;
  const std::size_t at = context.find(kPartners);
  if (at == context.npos) return {};
  std::string_view rest = context.substr(at + kPartners.size());
  rest.remove_prefix(std::min(rest.find_first_not_of("/('"), rest.size()));
  return rest.size() < kGuidSize ? std::string_view() : rest.substr(0, kGuidSize);
}

class JsonReader {
 public:
  model::Result<std::vector<Record>> read(const json::value& root) {
    const auto done = read_root(root);
    if (!done) return done.error();
    if (records_.empty()) return malformed(0, "there is no object in this JSON");
    return std::move(records_);
  }

 private:
  model::Status read_root(const json::value& root) {
    if (const json::array* list = root.if_array()) return read_objects(*list, {});
    if (!root.is_object()) return malformed(0, "this JSON is neither an object nor a list");
    const json::value* value = wire::member(root, "value");
    if (value != nullptr && value->is_array()) {
      return read_objects(value->get_array(), tenant_in_context(text_at(root, "@odata.context")));
    }
    return read_object(root, tenant_in_context(text_at(root, "@odata.context")));
  }

  model::Status read_objects(const json::array& list, std::string_view tenant) {
    for (const json::value& entry : list) {
      if (!entry.is_object()) return malformed(0, "the list has an entry that is no object");
      if (auto read = read_object(entry, tenant); !read) return read;
    }
    return {};
  }

  model::Status read_object(const json::value& object, std::string_view tenant) {
    if (wire::member(object, "inboundAccess") != nullptr) {
      return add([&](Record& record) { return put_capability(record, tenant, object); });
    }
    const json::value* capabilities = wire::member(object, kCapabilities);
    const std::string_view own = text_at(object, "tenantId");
    if (capabilities != nullptr && capabilities->is_array() && !own.empty()) {
      for (const json::value& capability : capabilities->get_array()) {
        auto added = add([&](Record& record) { return put_capability(record, own, capability); });
        if (!added) return added;
      }
      return {};
    }
    return add([&](Record& record) {
      for (const auto& [name, value] : object.get_object()) {
        if (!put_bounded(record, {name.data(), name.size()}, texts_of(value))) return false;
      }
      return true;
    });
  }

  template <class Fill>
  model::Status add(Fill fill) {
    if (records_.size() == kRecordsMax) return too_much();
    return fill(records_.emplace_back()) ? model::Status() : too_much();
  }

  std::vector<Record> records_;
};

}  // namespace

model::Result<std::vector<Record>> records_of_json(std::string_view text) {
  const auto root = wire::parse_json(text, {.bytes_max = kExportBytesMax});
  if (!root) {
    return malformed(0,
                     "this is not JSON: use ConvertTo-Json -Depth 4, and write all that it "
                     "prints");
  }
  return JsonReader().read(*root);
}

}  // namespace fb::exchange_shell
