// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a bearer token costs when it is seen for the first time, and when it is seen again, beside
// one digest of its bytes. All are measured in one run, so the ratios hold where the times do not.
// Nothing here can fail by being slow.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdio>
#include <map>

#include "gateway/identity/digest.hpp"
#include "tests/support/counted_malloc.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

class World {
 public:
  World() {
    const std::string keys_url = commercial_login() + "/keys";
    sites_.answer(commercial_issuer() + "/.well-known/openid-configuration", 200,
                  R"({"issuer":")" + commercial_issuer() + R"(","jwks_uri":")" + keys_url + "\"}");
    sites_.answer(keys_url, 200, test::key_set({test::RsaKey::shared("one").jwk("key-1")}));
    const TokenParts parts = user_token(clock_.utc_now());
    token_ = "Bearer " +
             test::compact_token(parts.header, parts.claims, test::RsaKey::shared("one"), "RS256");
    forget();
    if (!knows_caller()) throw std::logic_error("the token is refused");
  }

  // An authenticator that has seen nothing; the signing keys are kept.
  void forget() { authenticator_ = make_authenticator(settings_, {pool_, *keys_, clock_}); }

  bool knows_caller() {
    const auto deadline = async::Deadline::after(clock_, std::chrono::seconds(25));
    Credential credential{token_, "192.0.2.1", std::nullopt};
    return test::run_coro(io_, authenticator_->authenticate(std::move(credential), snapshot_,
                                                            sites_, deadline))
        .caller.has_value();
  }
  Digest digest() const { return sha256(token_); }

 private:
  test::ManualClock clock_;
  boost::asio::io_context io_{1};
  test::ScriptedSites sites_;
  async::OffloadPool pool_{1, 1};
  config::AuthenticationSettings settings_;
  std::shared_ptr<const config::Snapshot> snapshot_ = identity_snapshot();
  std::unique_ptr<SigningKeys> keys_ = make_signing_keys(clock_);
  std::unique_ptr<Authenticator> authenticator_;
  std::string token_;
};

// Keeps the times for the table at the end.
class Collector : public benchmark::ConsoleReporter {
 public:
  // The library's own default is colour, also into a file.
  Collector() : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_Defaults : OO_Tabular) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) ns[run.run_name.function_name] = run.GetAdjustedCPUTime();
  }

  std::map<std::string, double> ns;
};

void print_row(const char* name, double ns, double once_ns, std::size_t allocations) {
  std::printf("%-12s %10.0f ns %12zu allocations %10.2f of a digest\n", name, ns, allocations,
              ns / once_ns);
}

}  // namespace
}  // namespace fb::identity

int main(int argc, char** argv) {
  using namespace fb;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  identity::World world;
  std::map<std::string, std::size_t> allocations;
  allocations["again"] = test::malloc_count_of([&] { world.knows_caller(); }).calls;
  world.forget();
  allocations["first"] = test::malloc_count_of([&] { world.knows_caller(); }).calls;

  benchmark::RegisterBenchmark("digest", [&](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(world.digest());
  });
  benchmark::RegisterBenchmark("first", [&](benchmark::State& state) {
    for (auto _ : state) {
      state.PauseTiming();
      world.forget();
      state.ResumeTiming();
      benchmark::DoNotOptimize(world.knows_caller());
    }
  });
  benchmark::RegisterBenchmark("again", [&](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(world.knows_caller());
  });
  identity::Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  const auto& ns = collector.ns;
  if (ns.size() < 3) return 0;  // a filter left something out
  std::printf("\nA token that is verified, both times with starting and ending a coroutine:\n");
  identity::print_row("first", ns.at("first"), ns.at("digest"), allocations["first"]);
  identity::print_row("again", ns.at("again"), ns.at("digest"), allocations["again"]);
  std::printf("first / again: %.1f\n", ns.at("first") / ns.at("again"));
  return 0;
}
