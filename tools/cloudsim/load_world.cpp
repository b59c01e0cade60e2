// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/load_world.hpp"

#include <algorithm>
#include <set>

#include "config/text_file.hpp"
#include "tools/cloudsim/federation_reader.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/mint.hpp"
#include "tools/cloudsim/world_reader.hpp"

namespace fb::cloudsim {
namespace {

using config::PlacedText;
using config::ProblemList;
using config::TableReader;
using model::Error;
using model::ErrorKind;

Error invalid(std::string why) { return Error::of(ErrorKind::malformed_request, std::move(why)); }

std::int64_t read_number(TableReader& in, std::string_view key) {
  const toml::node* node = in.node(key);
  if (node == nullptr) return 0;
  const auto number = node->value_exact<std::int64_t>();
  if (!number) in.problem(key, "must be a whole number");
  return number.value_or(0);
}

std::string read_text(TableReader& in, std::string_view key, std::string_view otherwise) {
  const auto text = in.text(key);
  return std::string(text && !text->empty() ? *text : otherwise);
}

void read_listener(TableReader& root, const ConfigFolder& folder, ProblemList& problems,
                   World& world) {
  const toml::table* table = root.table("listener");
  if (table == nullptr) {
    root.missing("listener");
    return;
  }
  TableReader in(*table, "[listener]", problems);
  world.listener.address = read_text(in, "address", "127.0.0.1");
  const std::int64_t port = read_number(in, "port");
  if (port < 0 || port > 65'535) in.problem("port", "must be from 0 to 65535");
  world.listener.port = static_cast<std::uint16_t>(port);
  for (const auto& [key, into] : {std::pair{"certificate_file", &world.listener.certificate_file},
                                  {"private_key_file", &world.listener.private_key_file}}) {
    const auto file = in.required_text(key);
    if (!file) continue;
    if (read_named_file(in, key, {*file, in.place_of_value(key)}, folder)) {
      *into = folder.at(*file).string();
    }
  }
}

void read_signing_keys(TableReader& in, const ConfigFolder& folder, ProblemList& problems,
                       const Cloud& cloud, World& world) {
  std::vector<SigningKey> keys;
  const auto files = in.texts("signing_key_files", World::kSigningKeysMax);
  if (files.empty()) in.missing("signing_key_files");
  for (const PlacedText& file : files) {
    const auto pem = read_named_file(in, "signing_key_files", file, folder);
    if (!pem) continue;
    auto key = SigningKey::read(*pem);
    if (key) {
      keys.push_back(*std::move(key));
    } else {
      problems.add(file.place, "the key file " + key.error().detail());
    }
  }
  if (cloud.login_host.empty() || keys.size() != files.size()) return;
  const auto [authority, is_new] = world.authorities.try_emplace(cloud.login_host, keys);
  const auto same_kid = [](const SigningKey& a, const SigningKey& b) { return a.kid() == b.kid(); };
  if (!is_new && !std::equal(authority->second.begin(), authority->second.end(), keys.begin(),
                             keys.end(), same_kid)) {
    in.problem("signing_key_files",
               "differ from those of another cloud with the same login_host: they are one "
               "authority");
  }
}

void read_token_lifetime(TableReader& in, Cloud& cloud) {
  const auto text = in.text("token_lifetime");
  if (!text) return;
  const auto lifetime = read_lifetime(*text);
  if (!lifetime) in.problem("token_lifetime", "must be 1s to 24h, such as 90s, 30m or 12h");
  cloud.token_lifetime = lifetime.value_or(cloud.token_lifetime);
}

void read_directory_page_size(TableReader& in, Cloud& cloud) {
  if (!in.has("directory_page_size")) return;
  const auto size = in.integer("directory_page_size");
  if (!size) return;
  if (*size < 1 || *size > Cloud::kDirectoryPageSizeMax) {
    in.problem("directory_page_size", "must be from 1 to 999");
    return;
  }
  cloud.directory_page_size = static_cast<std::size_t>(*size);
}

void read_cloud(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                World& world) {
  TableReader in(table, "[[cloud]]", problems);
  Cloud out;
  out.name = in.required_text("name").value_or("");
  const auto named = [&](const Cloud& other) { return other.name == out.name; };
  if (std::any_of(world.clouds.begin(), world.clouds.end(), named)) {
    in.problem("name", "is there twice");
  }
  out.login_host = in.required("login_host", read_host).value_or("");
  out.graph_host = in.parsed("graph_host", read_host).value_or("");
  out.ews_host = in.parsed("ews_host", read_host).value_or("");
  out.issuer_host_v1 = in.parsed("issuer_host_v1", read_host).value_or("sts.windows.net");
  const std::string login = out.login_host;
  const std::string instance = login.starts_with("login.") ? login.substr(6) : login;
  out.instance_name = read_text(in, "cloud_instance_name", instance);
  out.region_scope = read_text(in, "tenant_region_scope", "NA");
  out.region_sub_scope = read_text(in, "tenant_region_sub_scope", "");
  read_signing_keys(in, folder, problems, out, world);
  read_token_lifetime(in, out);
  read_directory_page_size(in, out);
  const auto tenants = in.tables("tenant", kTenantsMax);
  for (const toml::table* tenant : tenants) read_tenant(*tenant, folder, problems, out);
  world.clouds.push_back(std::move(out));
}

void read_account(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                  ExchangeServer& server) {
  TableReader in(table, "[[exchange.account]]", problems);
  ExchangeAccount out;
  out.name = in.required_text("name").value_or("");
  out.password = read_secret(in, "password_file", folder);
  if (out.name.find(':') != std::string::npos) in.problem("name", "cannot hold a colon");
  server.accounts.push_back(std::move(out));
}

void read_partner_application(const toml::table& table, const ConfigFolder& folder,
                              ProblemList& problems, ExchangeServer& server) {
  TableReader in(table, "[[exchange.partner_application]]", problems);
  const auto client_id = in.required("client_id", read_guid);
  const auto realm = in.required_text("realm");
  const auto file = in.required_text("certificate_file");
  if (!file) return;
  const PlacedText placed{*file, in.place_of_value("certificate_file")};
  const auto pem = read_named_file(in, "certificate_file", placed, folder);
  if (!pem) return;
  auto certificate = RegisteredCertificate::read(*pem);
  if (!certificate) {
    in.problem("certificate_file", certificate.error().detail());
  } else if (client_id && realm) {
    server.partner_applications.push_back(
        {*client_id, std::string(*realm), std::move(*certificate)});
  }
}

void read_exchange(const toml::table& table, const ConfigFolder& folder, ProblemList& problems,
                   World& world) {
  TableReader in(table, "[[exchange]]", problems);
  ExchangeServer out;
  out.host = in.required("host", read_host).value_or("");
  for (const PlacedText& name : in.texts("tenants", kTenantsMax)) {
    if (!world.tenant_named(name.text)) problems.add(name.place, "there is no such tenant");
    out.tenants.emplace_back(name.text);
  }
  if (out.tenants.empty()) in.missing("tenants");
  for (const toml::table* account : in.tables("account", kEntriesMax)) {
    read_account(*account, folder, problems, out);
  }
  const std::string keytab = read_text(in, "keytab_file", "");
  if (!keytab.empty()) out.keytab_file = folder.at(keytab);
  const auto applications = in.tables("partner_application", kEntriesMax);
  for (const toml::table* application : applications) {
    read_partner_application(*application, folder, problems, out);
  }
  if (out.accounts.empty() && keytab.empty() && applications.empty()) in.missing("account");
  world.exchanges.push_back(std::move(out));
}

void read_dialects(TableReader& in, AutodiscoverServer& server) {
  const auto names = in.texts("dialects", 3);
  if (names.empty()) return;
  server.soap = server.pox = server.json = false;
  for (const PlacedText& name : names) {
    if (name.text == "soap") {
      server.soap = true;
    } else if (name.text == "pox") {
      server.pox = true;
    } else if (name.text == "json") {
      server.json = true;
    } else {
      in.problems().add(name.place, "a dialect is soap, pox or json");
    }
  }
}

void read_autodiscover(const toml::table& table, ProblemList& problems, World& world) {
  TableReader in(table, "[[autodiscover]]", problems);
  AutodiscoverServer out;
  out.host = in.required("host", read_host).value_or("");
  for (const PlacedText& text : in.texts("domains", kTenantsMax)) {
    const auto domain = model::SmtpDomain::parse(text.text);
    if (domain) {
      out.domains.push_back(*domain);
    } else {
      problems.add(text.place, domain.error().detail());
    }
  }
  read_dialects(in, out);
  out.audience = read_text(in, "audience", "");
  out.ews_url = read_text(in, "ews_url", "");
  out.redirect_url = read_text(in, "redirect_url", "");
  out.redirect_address = read_text(in, "redirect_address", "");
  out.http_redirect = read_text(in, "http_redirect", "");
  int answers = 0;
  for (const std::string* answer :
       {&out.ews_url, &out.redirect_url, &out.redirect_address, &out.http_redirect}) {
    answers += answer->empty() ? 0 : 1;
  }
  if (answers != 1) {
    in.missing("ews_url",
               "or one of redirect_url, redirect_address and http_redirect in its place");
  }
  world.autodiscovers.push_back(std::move(out));
}

void read_configured_fault(const toml::table& table, ProblemList& problems, World& world) {
  TableReader in(table, "[[fault]]", problems);
  Fault out;
  out.host = lower(in.text("host").value_or(""));
  out.path_prefix = in.text("path_prefix").value_or("");
  const auto kind = in.required_text("kind");
  out.value = read_number(in, "value");
  out.count = read_number(in, "count");
  if (!kind) return;
  const auto known = fault_kind_named(*kind);
  if (!known) {
    in.problem("kind", "is not known");
    return;
  }
  out.kind = *known;
  const std::string problem = out.problem();
  if (!problem.empty()) in.problem("kind", "does not go with these numbers: " + problem);
  world.faults.push_back(std::move(out));
}

// What no single table can get wrong by itself.
void check_names(const World& world, ProblemList& problems) {
  std::set<std::string> names;
  std::set<std::string> known;
  for (const Cloud& cloud : world.clouds) {
    for (const Tenant& tenant : cloud.tenants) {
      if (!names.insert(tenant.name).second) {
        problems.add({}, "two tenants have the name " + tenant.name);
      }
      std::vector<std::string> keys{tenant.id.str()};
      for (const auto& domain : tenant.domains) keys.push_back(domain.str());
      for (const std::string& key : keys) {
        if (known.insert(cloud.login_host + '/' + key).second) continue;
        problems.add({}, key + " is there twice at " + cloud.login_host);
      }
    }
  }
}

// One host has one service, and the server's certificate is good for all of them.
void check_hosts(const World& world, ProblemList& problems) {
  std::map<std::string, std::string_view> service;
  const auto claim = [&](const std::string& host, std::string_view what) {
    if (host.empty()) return;
    const auto [entry, is_new] = service.try_emplace(host, what);
    if (!is_new && (entry->second != what || what == "exchange" || what == "autodiscover")) {
      problems.add({}, "the host " + host + " has two services");
    }
  };
  for (const Cloud& cloud : world.clouds) {
    claim(cloud.login_host, "sign-in");
    claim(cloud.graph_host, "graph");
    claim(cloud.ews_host, "ews");
  }
  for (const ExchangeServer& server : world.exchanges) claim(server.host, "exchange");
  for (const AutodiscoverServer& server : world.autodiscovers) {
    claim(server.host, "autodiscover");
  }
  for (const FederationService& federation : world.federations) {
    claim(federation.host, world.signs_in_at(federation.host) ? "sign-in" : "federation");
  }
  if (!world.admin_secret.empty()) claim(std::string(World::kAdminHost), "admin");

  const auto file = config::read_text_file(world.listener.certificate_file, kKeyFileBytesMax);
  if (!file.trouble.empty()) return;  // told where it was read
  for (const auto& [host, what] : service) {
    const auto covers = certificate_covers(file.text, host);
    if (!covers) {
      problems.add({}, "the listener's certificate file " + covers.error().detail());
      return;
    }
    if (!*covers) problems.add({}, "the listener's certificate is not for the host " + host);
  }
}

}  // namespace

model::Result<std::string> read_host(std::string_view text) {
  const auto domain = model::SmtpDomain::parse(text);
  if (!domain) return invalid("a host name");
  return domain->str();
}

model::Result<std::string> read_guid(std::string_view text) {
  const auto id = model::TenantId::parse(text);
  if (!id) return invalid("a GUID");
  return id->str();
}

std::optional<std::string> read_named_file(TableReader& in, std::string_view key, PlacedText file,
                                           const ConfigFolder& folder) {
  auto read = config::read_text_file(folder.at(file.text), kKeyFileBytesMax);
  if (read.trouble.empty()) return std::move(read.text);
  in.problems().add(file.place, "\"" + std::string(key) + "\" names a file that " + read.trouble);
  return std::nullopt;
}

std::string read_secret(TableReader& in, std::string_view key, const ConfigFolder& folder) {
  const auto file = in.required_text(key);
  if (!file) return {};
  auto secret = read_named_file(in, key, {*file, in.place_of_value(key)}, folder);
  if (!secret) return {};
  while (secret->ends_with('\n') || secret->ends_with('\r')) secret->pop_back();
  if (secret->empty()) in.problem(key, "names an empty file");
  return *std::move(secret);
}

LoadedWorld load_world(const std::filesystem::path& file) {
  ProblemList problems(file.string());
  auto world = std::make_unique<World>();
  if (const auto table = config::read_toml_file(file, kConfigBytesMax, problems)) {
    const ConfigFolder folder{file.parent_path()};
    TableReader root(*table, "the file", problems);
    root.node("version");
    read_listener(root, folder, problems, *world);
    if (root.has("admin_secret_file")) {
      world->admin_secret = read_secret(root, "admin_secret_file", folder);
    }
    if (const toml::table* log = root.table("log")) {
      TableReader in(*log, "[log]", problems);
      const std::string name = read_text(in, "file", "");
      if (!name.empty()) world->log_file = folder.at(name).string();
    }
    const auto clouds = root.tables("cloud", kCloudsMax);
    if (clouds.empty()) root.missing("cloud");
    for (const toml::table* cloud : clouds) read_cloud(*cloud, folder, problems, *world);
    for (const toml::table* exchange : root.tables("exchange", kTenantsMax)) {
      read_exchange(*exchange, folder, problems, *world);
    }
    for (const toml::table* server : root.tables("autodiscover", kTenantsMax)) {
      read_autodiscover(*server, problems, *world);
    }
    for (const toml::table* federation : root.tables("federation", kFederationsMax)) {
      read_federation(*federation, folder, problems, *world);
    }
    for (const toml::table* fault : root.tables("fault", FaultPlan::kFaultsMax)) {
      read_configured_fault(*fault, problems, *world);
    }
    check_names(*world, problems);
    check_hosts(*world, problems);
  }
  LoadedWorld out;
  if (problems.empty()) out.world = std::move(world);
  out.problems = std::move(problems).take();
  return out;
}

}  // namespace fb::cloudsim
