// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "gateway/async/clock.hpp"
#include "protocols/wire/json.hpp"
#include "tools/cloudsim/load_world.hpp"
#include "tools/cloudsim/mint.hpp"
#include "tools/cloudsim/server.hpp"

namespace fb::cloudsim {
namespace {

constexpr int kGood = 0;
constexpr int kRefused = 1;

struct CommandLine {
  std::string config;
  std::string port_file;
  std::vector<std::string> faults;
  bool check = false;
  bool mints = false;
  MintOrder order;
  std::string lifetime = "1h";
  std::string key = "current";
};

int refuse(std::string_view sentence) {
  std::cerr << "cloudsim: " << sentence << '\n';
  return kRefused;
}

// Whoever waits for the file must never read half a number.
bool write_port_file(const std::string& file, std::uint16_t port) {
  const std::string unfinished = file + ".new";
  std::ofstream(unfinished) << port << '\n';
  std::error_code failed;
  std::filesystem::rename(unfinished, file, failed);
  return !failed;
}

// Faults of the command line join those of the file.
model::Status add_faults(const std::vector<std::string>& texts, World& world) {
  for (const std::string& text : texts) {
    const auto json = wire::parse_json(text);
    if (!json) return json.error();
    auto fault = read_fault(*json);
    if (!fault) return fault.error();
    world.faults.push_back(*std::move(fault));
  }
  return {};
}

int serve(const CommandLine& line, const World& world) {
  std::ofstream file;
  if (!world.log_file.empty()) {
    file.open(world.log_file, std::ios::app);
    if (!file) return refuse("the log file cannot be written");
  }
  std::ostream& log = world.log_file.empty() ? std::cerr : file;
  const auto server =
      Server::make(world, [&](std::string_view text) { log << text << '\n'
                                                           << std::flush; });
  if (!server) return refuse(server.error().detail());
  const std::uint16_t port = (*server)->port();
  if (!line.port_file.empty() && !write_port_file(line.port_file, port)) {
    return refuse("the port file cannot be written");
  }
  std::cout << "cloudsim is ready on " << world.listener.address << ':' << port << std::endl;
  (*server)->run();
  return kGood;
}

int mint_token(CommandLine& line, const World& world) {
  const auto lifetime = read_lifetime(line.lifetime);
  if (!lifetime) return refuse("--lifetime is 1s to 24h, such as 90s, 30m or 12h");
  line.order.lifetime = *lifetime;
  line.order.key = line.key == "next" ? 1 : 0;
  const auto token = mint(world, line.order, async::real_clock().utc_now());
  if (!token) return refuse(token.error().detail());
  std::cout << *token << '\n';
  return kGood;
}

int run(CommandLine& line) {
  auto loaded = load_world(line.config);
  for (const auto& problem : loaded.problems) std::cerr << problem.str() << '\n';
  if (!loaded.world) return kRefused;
  World& world = *loaded.world;
  if (line.mints) return mint_token(line, world);
  if (auto status = add_faults(line.faults, world); !status) {
    return refuse("--fault: " + status.error().detail());
  }
  if (!line.check) return serve(line, world);
  const auto tls = check_tls_files(world.listener);
  if (!tls) return refuse(tls.error().detail());
  std::cout << line.config << " is good\n";
  return kGood;
}

void declare(CLI::App& app, CommandLine& line) {
  app.require_subcommand(0, 1);
  app.add_option("--config", line.config, "The simulation, a TOML file");
  app.add_option("--port-file", line.port_file, "Where to write the bound port");
  app.add_option("--fault", line.faults, "A fault as JSON, as for POST /faults");
  app.add_flag("--check", line.check, "Only read the configuration");

  CLI::App* mint = app.add_subcommand("mint", "Print an access token of a tenant");
  MintOrder& order = line.order;
  mint->add_option("--config", line.config, "The simulation, a TOML file")->required();
  mint->add_option("--tenant", order.tenant, "A tenant's name")->required();
  mint->add_option("--audience", order.audience, "A resource of the tenant")->required();
  mint->add_option("--user", order.user, "An address: a token that speaks for a person");
  mint->add_option("--app", order.application, "A client id: a token that speaks for it");
  mint->add_option("--role", order.roles, "A role of the application");
  mint->add_option("--scope", order.scope, "What the person consented to");
  mint->add_option("--lifetime", line.lifetime, "90s, 30m, 12h");
  mint->add_option("--key", line.key, "current or next")->check(CLI::IsMember({"current", "next"}));
  mint->add_flag("--v1", order.version_1, "A version 1.0 token");
  mint->add_flag("--protected", order.is_protected, "A protected token, with a nonce");
  mint->callback([&line] { line.mints = true; });
}

}  // namespace
}  // namespace fb::cloudsim

int main(int count, char** words) {
  fb::cloudsim::CommandLine line;
  CLI::App app("Simulated Microsoft clouds and Exchange servers, for tests and demos", "cloudsim");
  fb::cloudsim::declare(app, line);
  CLI11_PARSE(app, count, words);
  if (line.config.empty()) return fb::cloudsim::refuse("--config is required");
  try {
    return fb::cloudsim::run(line);
  } catch (const std::exception& bug) {
    std::fprintf(stderr, "cloudsim: internal error: %s\n", bug.what());
    return fb::cloudsim::kRefused;
  }
}
