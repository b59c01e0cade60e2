// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/registry.hpp"

#include <cstdio>
#include <utility>

#include "gateway/async/offload_pool.hpp"
#include "gateway/registry/schema.hpp"
#include "gateway/registry/store.hpp"

namespace fb::registry {
namespace {

namespace asio = boost::asio;

Refused busy() {
  return {RefusedKind::busy, "too much is waiting for the registry already: try again"};
}

class SqliteRegistry final : public Registry {
 public:
  SqliteRegistry(std::unique_ptr<Store> store, std::unique_ptr<StoreReader> reader,
                 std::chrono::milliseconds poll_interval, async::Clock& clock)
      : store_(std::move(store)),
        reader_(std::move(reader)),
        poll_interval_(poll_interval),
        clock_(clock) {}

  asio::awaitable<Outcome<Applied>> apply(std::vector<Change> changes, Actor actor,
                                          bool dry_run) override {
    Outcome<Applied> outcome = busy();
    std::function<void()> work = [&] { outcome = store_->apply(changes, actor, dry_run); };
    co_await run(writer_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<Applied>> apply(WantedState wanted, Actor actor, bool dry_run) override {
    Outcome<Applied> outcome = busy();
    std::function<void()> work = [&] { outcome = store_->apply(wanted, actor, dry_run); };
    co_await run(writer_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<ImportReport>> import(DirectoryImport import, Actor actor,
                                                bool dry_run) override {
    Outcome<ImportReport> outcome = busy();
    std::function<void()> work = [&] {
      outcome = store_->import(std::move(import), actor, dry_run);
    };
    co_await run(writer_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<ImportState>> import_state(model::TenantKey tenant,
                                                     std::string origin) override {
    Outcome<ImportState> outcome = busy();
    std::function<void()> work = [&] { outcome = reader_->import_state(tenant, origin); };
    co_await run(readers_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<ObjectPage>> list(ListQuery query) override {
    Outcome<ObjectPage> outcome = busy();
    std::function<void()> work = [&] { outcome = reader_->list(query); };
    co_await run(readers_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<HistoryPage>> history(HistoryQuery query) override {
    Outcome<HistoryPage> outcome = busy();
    std::function<void()> work = [&] { outcome = reader_->history(query); };
    co_await run(readers_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<std::vector<config::Object>>> objects(std::vector<model::TenantKey> scope,
                                                                bool partners,
                                                                bool imported) override {
    Outcome<std::vector<config::Object>> outcome = busy();
    std::function<void()> work = [&] { outcome = reader_->objects(scope, partners, imported); };
    co_await run(readers_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<std::filesystem::path>> backup(std::string name) override {
    Outcome<std::filesystem::path> outcome = busy();
    std::function<void()> work = [&] { outcome = reader_->backup(name); };
    co_await run(readers_, std::move(work));
    co_return outcome;
  }

  asio::awaitable<Outcome<std::uint64_t>> reload(config::CloudCatalogue clouds) override {
    Outcome<std::uint64_t> outcome = busy();
    std::function<void()> work = [&] { outcome = store_->reload(std::move(clouds)); };
    co_await run(writer_, std::move(work));
    co_return outcome;
  }

  std::uint64_t revision() const override { return store_->revision(); }

  asio::awaitable<void> follow(OnTrouble on_trouble) override {
    bool troubled = false;
    for (;;) {
      co_await clock_.wait_until(clock_.now() + poll_interval_);
      std::optional<Refused> trouble;
      std::function<void()> work = [&] { trouble = store_->catch_up(); };
      const bool ran = co_await run(writer_, std::move(work));
      // Somebody else's long write is no trouble; the next look tells.
      if (!ran || (trouble && trouble->kind == RefusedKind::busy)) continue;
      if (trouble && !troubled) on_trouble(&*trouble);
      if (!trouble && troubled) on_trouble(nullptr);
      troubled = trouble.has_value();
    }
  }

 private:
  // The work refers to the frame that awaits this, which outlives it.
  static asio::awaitable<bool> run(async::OffloadPool& pool, std::function<void()> work) {
    const model::Status status = co_await pool.run(std::move(work));
    co_return status.has_value();
  }

  std::unique_ptr<Store> store_;
  std::unique_ptr<StoreReader> reader_;
  std::chrono::milliseconds poll_interval_;
  async::Clock& clock_;
  // After what their threads use.
  async::OffloadPool writer_{1, kWritesWaitingMax};
  async::OffloadPool readers_{1, kReadsWaitingMax};
};

// "20261123T231220": of a file's name.
std::string file_time(async::Clock& clock) {
  const auto now = clock.utc_now();
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
  char text[32];
  std::snprintf(text, sizeof text, "%04d%02u%02uT%02d%02d%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

}  // namespace

Outcome<Opened> open_registry(const Options& options, config::CloudCatalogue clouds,
                              config::SnapshotHolder& snapshots, async::Clock& clock) {
  auto writing = Connection::open(options.file, Connection::Use::write, options.busy_timeout);
  if (!writing) return writing.error();
  if (auto refused = prepare_schema(**writing, {options.backup_folder, file_time(clock)})) {
    return *std::move(refused);
  }
  auto reading = Connection::open(options.file, Connection::Use::read, options.busy_timeout);
  if (!reading) return reading.error();
  auto store =
      std::make_unique<Store>(std::move(*writing), options, std::move(clouds), snapshots, clock);
  if (auto refused = store->publish_first()) return *std::move(refused);
  const bool is_new = store->empty();
  auto reader = std::make_unique<StoreReader>(std::move(*reading), options.backup_folder);
  return Opened{std::make_unique<SqliteRegistry>(std::move(store), std::move(reader),
                                                 options.poll_interval, clock),
                is_new};
}

}  // namespace fb::registry
