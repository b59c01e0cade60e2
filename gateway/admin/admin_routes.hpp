// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every route of the admin API in one table: what it is called, who may use it, how big its body
// may be, and who answers. The OpenAPI document and the tests of roles are made from it.
//
// The role of a row opens the route to those who hold it anywhere; whose objects they may see or
// change there, the handlers decide.
#pragma once

#include <array>
#include <optional>

#include "config/federation.hpp"
#include "gateway/admin/admin_call.hpp"
#include "protocols/exchange_shell/records.hpp"

namespace fb::admin {

inline constexpr std::string_view kBasePath = "/admin/v1";
inline constexpr std::size_t kSmallBodyBytesMax = 64 * 1024;
inline constexpr std::size_t kChangesBodyBytesMax = 32 * 1024 * 1024;
inline constexpr std::size_t kPathBytesMax = 4 * 1024;

// Who may use a route.
enum class Need : std::uint8_t {
  account,     // any account
  read,        // somewhere
  operate,     // somewhere
  administer,  // somewhere; or federate, for tenants and partners
  federate,
};
std::string_view name(Need need);
bool opens(Need need, const Grants& grants);

struct RouteRow {
  std::string_view method;
  std::string_view path;  // below kBasePath, "/objects/{kind}/{tenant}/{identity}"
  Need need;
  std::string_view query;        // the names that it takes, parted by spaces
  std::string_view body_type;    // of the request; empty: none
  std::string_view body_schema;  // of openapi_schemas.hpp; empty: no JSON
  std::size_t body_bytes_max;
  std::string_view answer_type;
  std::string_view answer_schema;
  std::string_view summary;
  Handler handler;
};

// Handlers, by file.
// object_handlers.cpp
boost::asio::awaitable<Reply> list_objects(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> get_object(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> add_object(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> set_object(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> put_object(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> remove_object(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> change_objects(const AdminServices&, const AdminCall&);
// apply_handlers.cpp
boost::asio::awaitable<Reply> apply_file(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> export_file(const AdminServices&, const AdminCall&);
// exchange_handlers.cpp
boost::asio::awaitable<Reply> import_exchange(const AdminServices&, const AdminCall&);
// history_handlers.cpp
boost::asio::awaitable<Reply> show_history(const AdminServices&, const AdminCall&);
// gateway_handlers.cpp
boost::asio::awaitable<Reply> make_backup(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> list_clouds(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> get_cloud(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> list_reasons(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> get_reason(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> show_status(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> show_openapi(const AdminServices&, const AdminCall&);
// directory_handlers.cpp
boost::asio::awaitable<Reply> list_directory_sources(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> run_directory_source(const AdminServices&, const AdminCall&);
// question_handlers.cpp
boost::asio::awaitable<Reply> explain_pair(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> test_pair(const AdminServices&, const AdminCall&);
boost::asio::awaitable<Reply> explain_credential(const AdminServices&, const AdminCall&);

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kToml = "application/toml";
inline constexpr std::string_view kObjectPath = "/objects/{kind}/{tenant}/{identity}";

inline constexpr std::array kRoutes{
    RouteRow{"GET", "/objects", Need::read, "kind tenant identity after limit", "", "", 0, kJson,
             "objects", "Federation objects, page by page", list_objects},
    RouteRow{"GET", kObjectPath, Need::read, "", "", "", 0, kJson, "object", "One object",
             get_object},
    RouteRow{"POST", kObjectPath, Need::administer, "dry_run", kJson, "body",
             registry::kObjectBytesMax, kJson, "applied", "Adds an object", add_object},
    RouteRow{"PATCH", kObjectPath, Need::administer, "dry_run", kJson, "body",
             registry::kObjectBytesMax, kJson, "applied", "Changes keys of an object", set_object},
    RouteRow{"PUT", kObjectPath, Need::administer, "dry_run", kJson, "body",
             registry::kObjectBytesMax, kJson, "applied", "Writes an object whole", put_object},
    RouteRow{"DELETE", kObjectPath, Need::administer, "dry_run", "", "", 0, kJson, "applied",
             "Removes an object", remove_object},
    RouteRow{"POST", "/changes", Need::administer, "dry_run", kJson, "changes",
             kChangesBodyBytesMax, kJson, "applied", "Several changes, all or none",
             change_objects},
    RouteRow{"POST", "/apply", Need::administer, "dry_run prune tenant file", kToml, "",
             config::kFederationFileBytesMax, kJson, "applied", "Makes a federation file true",
             apply_file},
    RouteRow{"GET", "/export", Need::read, "tenant partners imported as partner kind", "", "", 0,
             kToml, "", "Objects as a federation file, or the commands for a partner's side",
             export_file},
    RouteRow{"POST", "/import/exchange", Need::administer, "tenant authority dry_run", "text/plain",
             "", exchange_shell::kExportBytesMax, kJson, "imported",
             "What Exchange's Get- commands printed, as objects", import_exchange},
    RouteRow{"GET", "/history", Need::read, "kind tenant identity before limit", "", "", 0, kJson,
             "history", "Who changed what, newest first", show_history},
    RouteRow{"POST", "/backup", Need::federate, "", kJson, "backup_wish", kSmallBodyBytesMax, kJson,
             "backup", "Copies the registry to a file beside it", make_backup},
    RouteRow{"GET", "/clouds", Need::read, "", "", "", 0, kJson, "clouds",
             "The cloud catalogue in force", list_clouds},
    RouteRow{"GET", "/clouds/{name}", Need::read, "", "", "", 0, kJson, "cloud",
             "One cloud with its pairs", get_cloud},
    RouteRow{"GET", "/directory-sources", Need::read, "tenant", "", "", 0, kJson,
             "directory_sources", "Directory sources and how their last run went",
             list_directory_sources},
    RouteRow{"POST", "/directory-sources/{tenant}/{name}/run", Need::operate, "", kJson, "run_wish",
             kSmallBodyBytesMax, kJson, "run", "Imports a directory now", run_directory_source},
    RouteRow{"POST", "/explain", Need::read, "", kJson, "question", kSmallBodyBytesMax, kJson,
             "explanation", "May one address see another, and why", explain_pair},
    RouteRow{"POST", "/test", Need::operate, "", kJson, "question", kSmallBodyBytesMax, kJson,
             "asked", "Both directions, really asked", test_pair},
    RouteRow{"POST", "/explain-credential", Need::operate, "", kJson, "credential",
             kSmallBodyBytesMax, kJson, "examination",
             "Whom a credential proves, or which check it fails", explain_credential},
    RouteRow{"GET", "/reasons", Need::account, "", "", "", 0, kJson, "reasons",
             "The catalogue of reasons", list_reasons},
    RouteRow{"GET", "/reasons/{code}", Need::account, "", "", "", 0, kJson, "reason", "One reason",
             get_reason},
    RouteRow{"GET", "/status", Need::account, "", "", "", 0, kJson, "status",
             "The gateway, and what this account may do", show_status},
    RouteRow{"GET", "/openapi.json", Need::account, "", "", "", 0, kJson, "", "This document",
             show_openapi},
};

struct RouteMatch {
  const RouteRow* row = nullptr;
  std::vector<std::string> segments{};
  std::string allow{};  // the methods of the path, where only the method is wrong
};

// `path` as it was sent, kBasePath included.
RouteMatch find_route(std::string_view method, std::string_view path);

}  // namespace fb::admin
