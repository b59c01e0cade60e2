// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/directory_imports.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <string_view>

#include "gateway/identity/digest.hpp"

namespace fb::directory {
namespace asio = boost::asio;
namespace {

using registry::ImportReport;
using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;

constexpr std::size_t kFingerprintDigits = 16;

Refused refused(RefusedKind kind, std::string sentence) { return {kind, std::move(sentence), {}}; }

const config::DirectorySource* source_of(const config::Tenant& tenant, std::string_view name) {
  for (const config::DirectorySource& each : tenant.directory_sources) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

// Whatever decides which recipients an unchanged directory gives: after a change of it, what was
// read before says nothing.
std::string fingerprint(const config::Tenant& tenant, const config::DirectorySource& source) {
  std::string text;
  const auto add = [&text](std::string_view part) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  };
  add(kind_name(source.kind));
  for (const std::string* each :
       {&source.mailbox_source, &source.remote_mailbox_source, &source.file, &source.url,
        &source.base, &source.filter, &source.bind_dn, &source.change_attribute}) {
    add(*each);
  }
  add(source.routing_domain ? source.routing_domain->str() : std::string());
  add(source.contacts ? "contacts" : "");
  add(source.guests ? "guests" : "");
  for (const model::SmtpDomain& domain : tenant.accepted_domains) add(domain.str());
  for (const config::CalendarSource& each : tenant.sources) add(each.name);
  return identity::hex_of(identity::sha256(text)).substr(0, kFingerprintDigits);
}

// The registry keeps the reader's cursor behind the fingerprint of the source.
std::string kept_cursor(const std::string& mark, const std::string& cursor) {
  return cursor.empty() ? std::string() : mark + "|" + cursor;
}

std::string readers_cursor(const std::string& mark, const std::string& kept) {
  const std::string begin = mark + "|";
  return kept.starts_with(begin) ? kept.substr(begin.size()) : std::string();
}

std::string sentence_of(const ImportReport& report) {
  return std::to_string(report.added) + " added, " + std::to_string(report.changed) + " changed, " +
         std::to_string(report.removed) + " removed, " + std::to_string(report.skipped_count) +
         " left out";
}

void add_skipped(const Skipped& skipped, ImportReport& report) {
  report.skipped_count += skipped.count();
  for (const std::string& each : skipped.sentences()) {
    if (report.skipped.size() == kSkippedSentencesMax) return;
    report.skipped.push_back(each);
  }
}

std::int64_t number(std::size_t count) { return static_cast<std::int64_t>(count); }

}  // namespace

std::string_view kind_name(config::DirectoryKind kind) {
  switch (kind) {
    case config::DirectoryKind::csv:
      return "csv";
    case config::DirectoryKind::ldap:
      return "ldap";
    case config::DirectoryKind::graph:
      return "graph";
  }
  return {};
}

// That a source is being read; two cannot exist of one source.
class DirectoryImports::Running {
 public:
  static std::optional<Running> begin(DirectoryImports& owner, const Key& key) {
    const std::lock_guard lock(owner.mutex_);
    Kept& kept = owner.kept_[key];
    if (kept.running) return std::nullopt;
    kept.running = true;
    return std::optional<Running>(Running(owner, key));
  }
  Running(Running&& other) noexcept
      : owner_(std::exchange(other.owner_, nullptr)), key_(other.key_) {}
  Running& operator=(Running&&) = delete;
  ~Running() {
    if (owner_ == nullptr) return;
    const std::lock_guard lock(owner_->mutex_);
    owner_->kept_[key_].running = false;
  }

 private:
  Running(DirectoryImports& owner, Key key) : owner_(&owner), key_(std::move(key)) {}
  DirectoryImports* owner_;
  Key key_;
};

DirectoryImports::DirectoryImports(asio::any_io_executor executor,
                                   const config::SnapshotHolder& snapshots,
                                   registry::Registry& registry, Readers readers,
                                   async::Clock& clock, ops::Log& log, Chance chance)
    : executor_(std::move(executor)),
      snapshots_(snapshots),
      registry_(registry),
      readers_(readers),
      clock_(clock),
      log_(log),
      chance_(std::move(chance)),
      tasks_([&log](std::exception_ptr) { log.event(ops::Level::error, "import_exception"); }) {}

void DirectoryImports::start() { tasks_.spawn(executor_, follow()); }

void DirectoryImports::stop() {
  stop_.request_stop();
  tasks_.close();
  tasks_.cancel();
}

asio::awaitable<void> DirectoryImports::wait() { co_await tasks_.wait(); }

asio::awaitable<void> DirectoryImports::follow() {
  while (true) {
    for (auto& [key, every] : take_due()) {
      tasks_.spawn(executor_, scheduled_run(std::move(key), every));
    }
    co_await clock_.wait_until(clock_.now() + kLookEvery);
  }
}

// Plans what is new or has another interval now, forgets what is gone, and gives what has to run.
std::vector<std::pair<DirectoryImports::Key, std::chrono::seconds>> DirectoryImports::take_due() {
  const auto snapshot = snapshots_.current();
  std::vector<std::pair<Key, std::chrono::seconds>> due;
  std::set<Key> present;
  const std::lock_guard lock(mutex_);
  for (const config::Tenant& tenant : snapshot->federation().tenants) {
    for (const config::DirectorySource& source : tenant.directory_sources) {
      const Key key(tenant.key, source.name);
      present.insert(key);
      Kept& kept = kept_[key];
      if (source.every.count() == 0) {
        kept.due.reset();
      } else if (!kept.due || kept.every != source.every) {
        const double part = chance_();
        kept.due = clock_.now() + std::chrono::duration_cast<std::chrono::milliseconds>(
                                      std::min(source.every, kStartSpread) * part);
      } else if (*kept.due <= clock_.now() && !kept.running) {
        kept.due = clock_.now() + source.every;  // unless the run says otherwise
        due.emplace_back(key, source.every);
      }
      kept.every = source.every;
    }
  }
  std::erase_if(kept_, [&](const auto& each) {
    return present.count(each.first) == 0 && !each.second.running;
  });
  return due;
}

void DirectoryImports::plan(const Key& key, std::chrono::seconds in) {
  const double part = chance_();
  // At most a tenth later, so that sources and gateways that began together drift apart.
  const auto spread = std::chrono::duration_cast<std::chrono::milliseconds>(in * (part / 10));
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  if (found != kept_.end() && found->second.due) found->second.due = clock_.now() + in + spread;
}

asio::awaitable<void> DirectoryImports::scheduled_run(Key key, std::chrono::seconds every) {
  // Another process of this host, or this program before it was started anew, may have done it.
  const auto state = co_await registry_.import_state(key.first, key.second);
  if (state && state->at.time_since_epoch().count() != 0) {
    const auto at = std::chrono::floor<std::chrono::seconds>(state->at);
    const auto left = at + every - clock_.utc_now();
    if (left > std::chrono::seconds(0) && left <= every) {
      {
        const std::lock_guard lock(mutex_);
        Kept& kept = kept_[key];
        kept.last_run = at;
        kept.outcome = state->outcome;
        kept.failed = false;
      }
      plan(key, left);
      co_return;
    }
  }
  registry::Actor actor;
  actor.name = "freebusyd";
  actor.via = "import";
  const Report report = co_await run_here(key, RunOptions(), std::move(actor));
  const bool settled = report.has_value() || report.error().kind == RefusedKind::braked;
  plan(key, settled ? every : std::min(every, kAfterFailure));
}

asio::awaitable<Outcome<ImportReport>> DirectoryImports::run(model::TenantKey tenant,
                                                             std::string name, RunOptions options,
                                                             registry::Actor actor) {
  Key key(tenant, std::move(name));
  auto task = run_here(std::move(key), options, std::move(actor));
  co_return co_await asio::co_spawn(executor_, std::move(task), asio::use_awaitable);
}

asio::awaitable<DirectoryImports::Report> DirectoryImports::run_here(Key key, RunOptions options,
                                                                     registry::Actor actor) {
  ReadRequest request;
  request.snapshot = snapshots_.current();
  request.tenant = request.snapshot->federation().tenant(key.first);
  if (request.tenant != nullptr) request.source = source_of(*request.tenant, key.second);
  if (request.source == nullptr) {
    co_return refused(RefusedKind::not_found,
                      "the tenant has no directory source called " + key.second);
  }
  const auto running = Running::begin(*this, key);
  if (!running) {
    co_return refused(RefusedKind::busy, "this directory source is being read already");
  }
  request.full = options.full;
  request.stop = stop_.get_token();
  const Report report = co_await read_and_import(std::move(request), options, std::move(actor));
  keep(key, options, report);
  report_event(key, options, report);
  co_return report;
}

asio::awaitable<DirectoryImports::Report> DirectoryImports::read_and_import(ReadRequest request,
                                                                            RunOptions options,
                                                                            registry::Actor actor) {
  DirectoryReader* reader = reader_for(request.source->kind);
  if (reader == nullptr) {
    co_return refused(RefusedKind::mistake, "this gateway cannot read such a directory");
  }
  const auto state = co_await registry_.import_state(request.tenant->key, request.source->name);
  if (!state) co_return state.error();
  request.cursor = readers_cursor(fingerprint(*request.tenant, *request.source), state->cursor);
  if (request.cursor.empty()) request.full = true;
  Outcome<Reading> reading = co_await reader->read(request);
  if (!reading) co_return reading.error();
  co_return co_await import_reading(request, std::move(*reading), options, std::move(actor));
}

asio::awaitable<DirectoryImports::Report> DirectoryImports::import_reading(
    const ReadRequest& request, Reading reading, RunOptions options, registry::Actor actor) {
  const config::DirectorySource& source = *request.source;
  registry::DirectoryImport import{.tenant = request.tenant->key,
                                   .origin = source.name,
                                   .full = reading.full,
                                   .recipients = std::move(reading.recipients)};
  import.removed_ids = std::move(reading.removed_ids);
  import.cursor = kept_cursor(fingerprint(*request.tenant, source), reading.cursor);
  import.removals_max = source.removals_max;
  import.removals_max_percent = source.removals_max_percent;
  import.confirmed = options.confirm;
  if (import.full && import.recipients.empty() && !options.confirm) {
    const Report would = co_await registry_.import(import, actor, true);
    if (!would) co_return would.error();
    if (would->removed != 0) {
      co_return refused(RefusedKind::braked,
                        "the directory has no recipients at all, and " +
                            std::to_string(would->removed) +
                            " would be removed; if it is really empty, confirm that");
    }
  }
  Report report = co_await registry_.import(std::move(import), std::move(actor), options.dry_run);
  if (report) add_skipped(reading.skipped, *report);
  co_return report;
}

DirectoryReader* DirectoryImports::reader_for(config::DirectoryKind kind) const {
  switch (kind) {
    case config::DirectoryKind::csv:
      return readers_.csv;
    case config::DirectoryKind::ldap:
      return readers_.ldap;
    case config::DirectoryKind::graph:
      return readers_.graph;
  }
  return nullptr;
}

void DirectoryImports::keep(const Key& key, const RunOptions& options, const Report& report) {
  if (options.dry_run) return;
  const std::lock_guard lock(mutex_);
  Kept& kept = kept_[key];
  kept.last_run = clock_.utc_now();
  kept.failed = !report.has_value();
  kept.outcome = report ? sentence_of(*report) : report.error().sentence;
}

void DirectoryImports::report_event(const Key& key, const RunOptions& options,
                                    const Report& report) {
  const std::string tenant = key.first.str();
  if (!report) {
    const bool braked = report.error().kind == RefusedKind::braked;
    log_.event(ops::Level::warning, braked ? "import_braked" : "import_failed",
               {{"tenant", tenant},
                {"source", key.second},
                {"dry_run", options.dry_run},
                {"reason", registry::name(report.error().kind)},
                {"detail", report.error().sentence}});
    return;
  }
  log_.event(ops::Level::info, "imported",
             {{"tenant", tenant},
              {"source", key.second},
              {"dry_run", options.dry_run},
              {"revision", number(report->revision)},
              {"added", number(report->added)},
              {"changed", number(report->changed)},
              {"removed", number(report->removed)},
              {"skipped", number(report->skipped_count)}});
}

std::vector<SourceState> DirectoryImports::states() const {
  const auto snapshot = snapshots_.current();
  std::vector<SourceState> states;
  const std::lock_guard lock(mutex_);
  for (const config::Tenant& tenant : snapshot->federation().tenants) {
    for (const config::DirectorySource& source : tenant.directory_sources) {
      SourceState state{tenant.key, source.name, source.kind};
      const auto found = kept_.find(Key(tenant.key, source.name));
      if (found != kept_.end()) {
        const Kept& kept = found->second;
        state.running = kept.running;
        state.failed = kept.failed;
        state.last_run = kept.last_run;
        state.outcome = kept.outcome;
        if (kept.due) {
          const auto left = std::chrono::floor<std::chrono::seconds>(*kept.due - clock_.now());
          state.next_run = clock_.utc_now() + left;
        }
      }
      states.push_back(std::move(state));
    }
  }
  return states;
}

}  // namespace fb::directory
