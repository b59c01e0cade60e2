// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/admin_request.hpp"

#include <boost/json/serialize.hpp>
#include <charconv>
#include <fstream>
#include <iostream>

#include "config/syntax.hpp"
#include "protocols/wire/percent.hpp"
#include "tools/freebusyctl/object_body.hpp"
#include "tools/freebusyctl/secret_file.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;
using model::Result;

constexpr std::string_view kNoIdentity = "-";

// A target that is put together from a route's form.
class Target {
 public:
  explicit Target(Route route)
      : route_(route), text_(std::string(kAdminBase) + std::string(form_of(route).path)) {}

  Target& at(std::string_view name, std::string_view value) {
    std::string coded;
    wire::append_percent_encoded(value, "", coded);
    const std::string mark = "{" + std::string(name) + "}";
    text_.replace(text_.find(mark), mark.size(), coded);
    return *this;
  }
  Target& with(std::string_view name, std::string_view value) {
    text_ += separator_ + std::string(name) + '=';
    wire::append_percent_encoded(value, "", text_);
    separator_ = '&';
    return *this;
  }
  // Only where the option was written.
  Target& with_option(std::string_view name, const Values& values) {
    for (const std::string& value : values.all(name)) with(name, value);
    return *this;
  }
  Target& with_flag(std::string_view name, bool set) { return set ? with(name, "true") : *this; }

  AdminRequest request() const {
    AdminRequest made{route_, {}, {}};
    made.http.method = form_of(route_).method;
    made.http.url = text_;
    made.http.headers.push_back({"Accept", "*/*"});
    return made;
  }
  AdminRequest request(const json::value& body) const {
    return request("application/json", json::serialize(body));
  }
  AdminRequest request(std::string_view type, std::string body) const {
    AdminRequest made = request();
    made.http.headers.push_back({"Content-Type", std::string(type)});
    made.http.body = std::move(body);
    return made;
  }

 private:
  Route route_;
  std::string text_;
  char separator_ = '?';
};

// Which object the command is about.
struct Which {
  std::string kind;
  std::string tenant;
  std::string identity;  // empty: the tenant says it
};

Which which(const AdminCommand& command) {
  const Noun& noun = *command.command->noun;
  const Values& values = command.values;
  Which object{std::string(noun.name), values.text("tenant"), values.text("IDENTITY")};
  const bool is_new = command.command->action == Action::add;
  if (noun.is_tenant) {
    object.tenant =
        is_new ? values.text("authority") + "/" + values.text("tenant-id") : values.text("TENANT");
  } else if (is_new && !noun.identity.empty()) {
    object.identity = values.text(noun.identity.front());
  }
  return object;
}

Target object_target(Route route, const Which& object) {
  Target target(route);
  target.at("kind", object.kind).at("tenant", object.tenant);
  target.at("identity", object.identity.empty() ? kNoIdentity : object.identity);
  return target;
}

// The revision that the object has to have; empty: any.
std::string expected_revision(const Values& values, const Current& current) {
  return values.has("if-revision") ? values.text("if-revision") : current.revision;
}

AdminRequest dry_run(std::string_view verb, const Which& object, const json::object* body,
                     const std::string& revision) {
  json::object change{{"verb", verb},
                      {"kind", object.kind},
                      {"tenant", object.tenant},
                      {"identity", object.identity.empty() ? kNoIdentity : object.identity}};
  if (body != nullptr) change["body"] = *body;
  std::uint64_t number = 0;
  std::from_chars(revision.data(), revision.data() + revision.size(), number);
  if (!revision.empty()) change["if_revision"] = number;
  json::array changes;
  changes.push_back(std::move(change));
  json::object all;
  all["changes"] = std::move(changes);
  return Target(Route::changes).with_flag("dry_run", true).request(all);
}

Result<AdminRequest> object_request(const AdminCommand& command, const Current& current) {
  const Values& values = command.values;
  const Noun& noun = *command.command->noun;
  const Which object = which(command);
  const bool dry = values.has("dry-run");
  const std::string revision = expected_revision(values, current);
  AdminRequest made{};
  if (command.command->action == Action::show) {
    return object_target(Route::object_get, object).request();
  }
  if (command.command->action == Action::remove) {
    made = dry ? dry_run("remove", object, nullptr, revision)
               : object_target(Route::object_remove, object).request();
  } else {
    const bool adds = command.command->action == Action::add;
    const auto body = adds ? new_body(noun, values) : changed_body(noun, values, current.body);
    if (!body) return body.error();
    const bool replaces = adds && values.has("replace");
    const std::string_view verb = replaces ? "put" : adds ? "add" : "set";
    const Route route = replaces ? Route::object_put : adds ? Route::object_add : Route::object_set;
    made =
        dry ? dry_run(verb, object, &*body, revision) : object_target(route, object).request(*body);
  }
  if (!dry && !revision.empty()) {
    made.http.headers.push_back({"If-Match", '"' + revision + '"'});
  }
  return made;
}

Result<std::string> contents(const std::string& name) {
  std::ifstream file;
  if (name != "-") file.open(name, std::ios::binary);
  std::istream& in = name == "-" ? std::cin : file;
  std::string text;
  std::string part(64 * 1024, '\0');
  while (in.good() && text.size() <= kFileBytesMax) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    text.append(part, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (text.size() > kFileBytesMax) return config::mistake(name + " is larger than 64 MiB");
  if (!in.eof()) return config::mistake(name + " cannot be read");
  return text;
}

Result<std::vector<AdminRequest>> file_requests(const AdminCommand& command) {
  const Values& values = command.values;
  const bool applies = command.command->action == Action::apply;
  std::vector<AdminRequest> all;
  std::size_t bytes = 0;
  for (const std::string& name : values.all(applies ? "file" : "FILE")) {
    auto text = contents(name);
    if (!text) return text.error();
    bytes += text->size();
    if (bytes > kFileBytesMax) return config::mistake("the files are larger than 64 MiB together");
    Target target(applies ? Route::apply : Route::import_exchange);
    target.with_flag("dry_run", values.has("dry-run")).with_option("tenant", values);
    if (applies) {
      target.with_flag("prune", values.has("prune")).with("file", name == "-" ? "stdin" : name);
    } else {
      target.with_option("authority", values);
    }
    all.push_back(target.request(applies ? "application/toml" : "text/plain", *std::move(text)));
    all.back().file = name;
  }
  return all;
}

Result<std::vector<AdminRequest>> credential_request(const AdminCommand& command) {
  auto credential = read_secret_file(command.values.text("FILE"));
  if (!credential) return credential.error();
  if (credential->find(' ') == std::string::npos) credential->insert(0, "Bearer ");
  const json::object body{{"authorization", *std::move(credential)}};
  return std::vector{Target(Route::explain_credential).request(body)};
}

AdminRequest list_request(const AdminCommand& command) {
  const Values& values = command.values;
  Target target(Route::objects);
  target.with("kind", command.command->noun->name).with_option("tenant", values);
  const int limit = values.has("limit") ? values.number("limit") : kPageObjects;
  return target.with("limit", std::to_string(std::min(limit, kPageObjects))).request();
}

AdminRequest export_request(const Values& values) {
  Target target(Route::export_objects);
  target.with_option("tenant", values);
  target.with_flag("partners", values.has("partners"))
      .with_flag("imported", values.has("imported"));
  if (values.text("as") == "powershell") {
    target.with("as", "powershell").with_option("partner", values).with_option("kind", values);
  }
  return target.request();
}

AdminRequest run_request(const Values& values) {
  Target target(Route::directory_run);
  target.at("tenant", values.text("tenant")).at("name", values.text("NAME"));
  return target.request(json::object{{"dry_run", values.has("dry-run")},
                                     {"full", values.has("full")},
                                     {"confirm", values.has("confirm")}});
}

AdminRequest question(const AdminCommand& command) {
  const Values& values = command.values;
  json::object body{{"from", values.text("from")}, {"to", values.text("to")}};
  if (command.command->action == Action::test) return Target(Route::test).request(body);
  if (values.has("path")) {
    body["path"] =
        values.text("path") == "aas" ? "availability-address-space" : "organization-relationship";
  }
  return Target(Route::explain).request(body);
}

AdminRequest plain_request(const AdminCommand& command) {
  const Values& values = command.values;
  switch (command.command->action) {
    case Action::cloud_list:
      return Target(Route::clouds).request();
    case Action::cloud_show:
      return Target(Route::cloud).at("name", values.text("CLOUD")).request();
    case Action::directory_list:
      return Target(Route::directory_sources).with_option("tenant", values).request();
    case Action::directory_run:
      return run_request(values);
    case Action::export_objects:
      return export_request(values);
    case Action::backup:
      return Target(Route::backup).request(json::object{{"name", values.text("NAME")}});
    case Action::history:
      return Target(Route::history)
          .with_option("kind", values)
          .with_option("tenant", values)
          .with_option("identity", values)
          .with_option("before", values)
          .with_option("limit", values)
          .request();
    case Action::explain:
    case Action::test:
      return question(command);
    case Action::reason:
      return values.has("CODE") ? Target(Route::reason).at("code", values.text("CODE")).request()
                                : Target(Route::reasons).request();
    case Action::openapi:
      return Target(Route::openapi).request();
    default:
      return Target(Route::status).request();
  }
}

}  // namespace

std::optional<AdminRequest> request_for_current(const AdminCommand& command) {
  if (command.command->action != Action::set ||
      !changes_inside_table(*command.command->noun, command.values)) {
    return std::nullopt;
  }
  return object_target(Route::object_get, which(command)).request();
}

Result<std::vector<AdminRequest>> requests_for(const AdminCommand& command,
                                               const Current& current) {
  std::vector<AdminRequest> all;
  switch (command.command->action) {
    case Action::apply:
    case Action::import_exchange:
      return file_requests(command);
    case Action::explain_credential:
      return credential_request(command);
    case Action::show:
    case Action::add:
    case Action::set:
    case Action::remove: {
      auto one = object_request(command, current);
      if (!one) return one.error();
      all.push_back(*std::move(one));
      return all;
    }
    case Action::list:
      all.push_back(list_request(command));
      return all;
    default:
      all.push_back(plain_request(command));
      return all;
  }
}

AdminRequest next_page(const AdminRequest& request, std::string_view parameter,
                       std::string_view value) {
  AdminRequest next = request;
  next.http.url += "&" + std::string(parameter) + "=";
  wire::append_percent_encoded(value, "", next.http.url);
  return next;
}

}  // namespace fb::freebusyctl
