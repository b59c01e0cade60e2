// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/app/stored_federation.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <utility>

#include "config/text_file.hpp"

namespace fb::app {
namespace asio = boost::asio;
namespace {

using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;

registry::Options options_of(const config::RegistrySettings& settings) {
  registry::Options options;
  options.file = settings.file;
  options.backup_folder = settings.backup_folder;
  if (options.backup_folder.empty()) {
    options.backup_folder = std::filesystem::absolute(options.file).parent_path();
  }
  options.poll_interval = settings.poll_interval;
  options.history_entries_max = settings.history_entries_max;
  return options;
}

Refused mistakes_in(const std::string& file, config::Problems problems) {
  return {RefusedKind::mistake, file + " cannot be taken into the registry", std::move(problems)};
}

// Everything that the file says, as one change.
Outcome<registry::WantedState> wanted_by(const std::string& file,
                                         const config::CloudCatalogue& clouds) {
  const config::TextFile text = config::read_text_file(file, config::kFederationFileBytesMax);
  if (!text.trouble.empty()) {
    return Refused{RefusedKind::storage, file + " " + text.trouble, {}};
  }
  auto objects = config::objects_of(text.text, file, clouds);
  if (!objects.value) return mistakes_in(file, std::move(objects.problems));
  registry::WantedState wanted;
  wanted.objects = std::move(*objects.value);
  wanted.partners = true;
  for (const config::Object& object : wanted.objects) {
    if (object.id.kind == config::ObjectKind::tenant) wanted.scope.push_back(object.id.tenant);
  }
  return wanted;
}

}  // namespace

Outcome<std::unique_ptr<registry::Registry>> open_stored_federation(
    const config::Settings& settings, const config::CloudCatalogue& clouds,
    config::SnapshotHolder& snapshots, async::Clock& clock) {
  if (settings.registry.file.empty()) return std::unique_ptr<registry::Registry>();
  auto opened = registry::open_registry(options_of(settings.registry), clouds, snapshots, clock);
  if (!opened) return opened.error();
  if (!opened->is_new) return std::move(opened->registry);
  auto wanted = wanted_by(settings.gateway.federation_file, clouds);
  if (!wanted) return wanted.error();
  asio::io_context starting(1);
  const registry::Actor actor{"freebusyd", settings.gateway.federation_file};
  auto applying = opened->registry->apply(std::move(*wanted), actor, false);
  auto applied = asio::co_spawn(starting, std::move(applying), asio::use_future);
  starting.run();
  auto outcome = applied.get();
  if (!outcome) return outcome.error();
  return std::move(opened->registry);
}

}  // namespace fb::app
