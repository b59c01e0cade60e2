// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/openapi_document.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "config/syntax.hpp"
#include "gateway/admin/admin_routes.hpp"
#include "gateway/admin/openapi_schemas.hpp"

namespace fb::admin {
namespace {

namespace json = boost::json;

// Of the API, not of the program.
constexpr std::string_view kApiVersion = "1";

json::object parameter(std::string_view name, std::string_view in, bool required) {
  return json::object{{"name", name},
                      {"in", in},
                      {"required", required},
                      {"schema", json::object{{"type", "string"}}}};
}

// The {parts} of the path, then the names of the query.
json::array parameters_of(const RouteRow& row) {
  json::array parameters;
  std::string_view path = row.path;
  for (std::size_t open = path.find('{'); open != path.npos; open = path.find('{')) {
    const std::size_t close = path.find('}', open);
    parameters.push_back(parameter(path.substr(open + 1, close - open - 1), "path", true));
    path.remove_prefix(close);
  }
  std::string_view query = row.query;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find(' '), query.size());
    parameters.push_back(parameter(query.substr(0, end), "query", false));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return parameters;
}

json::object content(std::string_view type, std::string_view schema) {
  json::object described{{"type", type == kJson ? "object" : "string"}};
  if (!schema.empty()) {
    described = json::object{{"$ref", "#/components/schemas/" + std::string(schema)}};
  }
  return json::object{{type, json::object{{"schema", std::move(described)}}}};
}

json::object operation_of(const RouteRow& row) {
  const json::object done{{"description", row.summary},
                          {"content", content(row.answer_type, row.answer_schema)}};
  const json::object refused{{"$ref", "#/components/responses/refused"}};
  json::object operation{{"summary", row.summary},
                         {"description", "Role: " + std::string(name(row.need)) + "."},
                         {"parameters", parameters_of(row)},
                         {"responses", json::object{{"200", done}, {"default", refused}}}};
  if (!row.body_type.empty()) {
    operation["requestBody"] = json::object{{"content", content(row.body_type, row.body_schema)}};
  }
  return operation;
}

json::object responses() {
  const json::object refused{{"description", "Why not"}, {"content", content(kJson, "error")}};
  return json::object{{"refused", refused}};
}

json::object security_schemes() {
  const json::object token{{"type", "http"}, {"scheme", "bearer"}};
  const json::object certificate{{"type", "mutualTLS"}};
  return json::object{{"api_token", token}, {"certificate", certificate}};
}

json::array security() {
  json::array schemes;
  schemes.push_back(json::object{{"api_token", json::array()}});
  schemes.push_back(json::object{{"certificate", json::array()}});
  return schemes;
}

// A line for each member, so that a change of one shows as a change of a line.
void append_lines(const json::object& object, std::string& out) {
  std::string_view separator = "\n";
  for (const auto& member : object) {
    out += separator;
    out += json::serialize(json::string(member.key())) + ":" + json::serialize(member.value());
    separator = ",\n";
  }
}

}  // namespace

std::string openapi_document() {
  json::object paths;
  for (const RouteRow& row : kRoutes) {
    json::value& path = paths[row.path];
    if (!path.is_object()) path = json::object();
    path.get_object()[config::ascii_lower(row.method)] = operation_of(row);
  }
  const json::object info{{"title", "freebusy-gateway admin API"}, {"version", kApiVersion}};
  json::array servers;
  servers.push_back(json::object{{"url", kBasePath}});
  std::string out = "{\"openapi\":\"3.1.0\",\n\"info\":" + json::serialize(info) +
                    ",\n\"servers\":" + json::serialize(servers) +
                    ",\n\"security\":" + json::serialize(security()) + ",\n\"paths\":{";
  append_lines(paths, out);
  out += "},\n\"components\":{\n\"schemas\":{";
  append_lines(json::parse(kOpenapiSchemas).as_object(), out);
  out += "},\n\"responses\":" + json::serialize(responses());
  return out + ",\n\"securitySchemes\":" + json::serialize(security_schemes()) + "}}\n";
}

}  // namespace fb::admin
