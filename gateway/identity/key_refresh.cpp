// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/key_refresh.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <utility>

#include "gateway/async/task_group.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

class Collector {
 public:
  explicit Collector(const config::Snapshot& snapshot) : snapshot_(snapshot) {}

  // Keys for one use, which the authority of the tenant publishes or a file pins.
  void add(const model::TenantKey& tenant, std::string_view cloud, const std::string& keys_file) {
    const config::Cloud* const known = snapshot_.clouds().cloud(cloud);
    if (known == nullptr) return;
    KeySource source = authority_keys(*known, tenant.id, keys_file);
    // A pinned file is one source, whoever pins it.
    const std::string& name = keys_file.empty() ? source.metadata_url : keys_file;
    if (seen_.insert(name).second) {
      sources_.authorities.push_back(std::move(source));
    }
  }

  void add(const config::TokenIssuer& issuer) {
    if (seen_.insert(issuer.metadata_url + '\n' + issuer.uri).second) {
      sources_.issuers.push_back(issuer);
    }
  }

  KeySources take() && { return std::move(sources_); }

 private:
  const config::Snapshot& snapshot_;
  std::set<std::string> seen_;
  KeySources sources_;
};

milliseconds until_next() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::uniform_int_distribution<milliseconds::rep> choice(
      milliseconds(KeyRefresh::kEarliest).count(), milliseconds(KeyRefresh::kLatest).count());
  return milliseconds(choice(random));
}

// One source and when it is due.
struct Task {
  KeySource authority;
  config::TokenIssuer issuer;
  bool is_issuer = false;
  async::SteadyTime due{};

  std::string name() const {
    return is_issuer ? issuer.metadata_url + '\n' + issuer.uri
                     : authority.metadata_url + '\n' + authority.keys_file;
  }
};

struct Round {
  SigningKeys* keys;
  IssuerCertificates* certificates;
  net::HttpClient* http;
  async::Clock* clock;
};

asio::awaitable<void> refresh_one(std::shared_ptr<Task> task, Round round) {
  const auto deadline = async::Deadline::after(*round.clock, KeyRefresh::kPatience);
  // Until it is known how this goes, and if that is never.
  task->due = round.clock->now() + KeyRefresh::kAgain;
  model::Status status;
  if (task->is_issuer) {
    auto refreshing = round.certificates->refresh(task->issuer, *round.http, deadline);
    status = co_await std::move(refreshing);
  } else {
    auto refreshing = round.keys->refresh(task->authority, *round.http, deadline);
    status = co_await std::move(refreshing);
  }
  if (status) task->due = round.clock->now() + until_next();
}

using Tasks = std::map<std::string, std::shared_ptr<Task>>;

// What is new is due at once; what stays keeps its time.
Tasks tasks_for(const config::Snapshot& snapshot, const Tasks& before, async::SteadyTime now) {
  KeySources sources = key_sources_of(snapshot);
  Tasks tasks;
  const auto add = [&](Task task) {
    const std::string name = task.name();
    const auto known = before.find(name);
    task.due = known == before.end() ? now : known->second->due;
    tasks.emplace(name, std::make_shared<Task>(std::move(task)));
  };
  for (KeySource& source : sources.authorities) add({std::move(source), {}, false});
  for (config::TokenIssuer& issuer : sources.issuers) add({{}, std::move(issuer), true});
  return tasks;
}

// However the wait for a group ends, nothing of it runs on.
class Cancelled {
 public:
  explicit Cancelled(async::TaskGroup& group) : group_(group) {}
  Cancelled(const Cancelled&) = delete;
  Cancelled& operator=(const Cancelled&) = delete;
  ~Cancelled() { group_.cancel(); }

 private:
  async::TaskGroup& group_;
};

// A few at a time.
asio::awaitable<void> refresh_due(Tasks tasks, Round round) {
  const auto executor = co_await asio::this_coro::executor;
  std::vector<std::shared_ptr<Task>> due;
  for (const auto& [name, task] : tasks) {
    if (task->due <= round.clock->now()) due.push_back(task);
  }
  for (std::size_t begin = 0; begin < due.size(); begin += KeyRefresh::kAtOnce) {
    async::TaskGroup group;
    const Cancelled cancelled(group);
    const std::size_t end = std::min(due.size(), begin + KeyRefresh::kAtOnce);
    for (std::size_t i = begin; i < end; ++i) group.spawn(executor, refresh_one(due[i], round));
    group.close();
    auto waiting = group.wait();
    co_await std::move(waiting);
  }
}

}  // namespace

KeySources key_sources_of(const config::Snapshot& snapshot) {
  Collector collector(snapshot);
  for (const config::Tenant& tenant : snapshot.federation().tenants) {
    if (!tenant.bearer.audiences.empty()) {
      collector.add(tenant.key, tenant.cloud, tenant.bearer.keys_file);
    }
    if (tenant.exchange_organization) {
      collector.add(tenant.key, tenant.cloud, tenant.exchange_organization->keys_file);
    }
    if (!tenant.federation_trust) continue;
    for (const config::TokenIssuer& issuer : tenant.federation_trust->token_issuers) {
      collector.add(issuer);
    }
  }
  for (const config::Partner& partner : snapshot.federation().partners) {
    if (partner.organization_token) {
      collector.add(partner.key, partner.cloud, partner.organization_token->keys_file);
    }
    if (partner.exchange_organization) {
      collector.add(partner.key, partner.cloud, partner.exchange_organization->keys_file);
    }
  }
  return std::move(collector).take();
}

asio::awaitable<void> KeyRefresh::run(const config::SnapshotHolder* snapshots, SigningKeys* keys,
                                      IssuerCertificates* certificates, net::HttpClient* http,
                                      async::Clock* clock) {
  const Round round{keys, certificates, http, clock};
  std::uint64_t generation = 0;
  Tasks tasks;
  for (;;) {
    const auto snapshot = snapshots->current();
    if (tasks.empty() || snapshot->generation() != generation) {
      generation = snapshot->generation();
      tasks = tasks_for(*snapshot, tasks, clock->now());
    }
    auto refreshing = refresh_due(tasks, round);
    co_await std::move(refreshing);
    co_await clock->wait_until(clock->now() + kLook);
  }
}

}  // namespace fb::identity
