// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/soap_bodies.hpp"
#include "tests/unit/gateway/upstream/upstream_test_base.hpp"

namespace fb::upstream {
namespace {

using model::ErrorKind;
using test::source_permit;

class RoutedUpstreamTest : public test::UpstreamTest {
 protected:
  std::vector<model::Permit> many(std::size_t count, std::string_view source) {
    std::vector<model::Permit> permits;
    for (std::size_t i = 0; i < count; ++i) {
      permits.push_back(source_permit("m" + std::to_string(i) + "@contoso.example", source));
    }
    return permits;
  }
};

TEST_F(RoutedUpstreamTest, SaysHowManyMailboxesEachRouteTakes) {
  const auto snapshot = test::snapshot_of({{test::contoso_tenant()}, {}});
  const auto most = [&](const model::Permit& permit) {
    return upstream_->mailboxes_per_call_max(permit->route, *snapshot);
  };
  EXPECT_EQ(most(source_permit("a@contoso.example", "cloud")), 20u);
  EXPECT_EQ(most(source_permit("a@contoso.example", "onprem")), 100u);
  EXPECT_EQ(most(source_permit("a@contoso.example", "rooms")), 20u);
  EXPECT_EQ(most(test::partner_permit("a@contoso-cn.example")), 100u);
  EXPECT_EQ(most(source_permit("a@contoso.example", "no such source")), 1u);
}

TEST_F(RoutedUpstreamTest, TakesExactlyThatManyAndRefusesMore) {
  std::string entries;
  for (int i = 0; i < 100; ++i) entries += test::busy_entry();
  script_.then(200, test::soap_answer(entries));
  const auto full = ask(many(100, "onprem"));
  ASSERT_EQ(full.mailboxes.size(), 100u);
  EXPECT_TRUE(full.mailboxes[99]);

  expect_everybody(ask(many(101, "onprem")), 101, ErrorKind::internal);
  expect_everybody(ask(many(21, "cloud")), 21, ErrorKind::internal);
  EXPECT_EQ(script_.sent.size(), 1u);
}

TEST_F(RoutedUpstreamTest, NeverAsksOneRouteForAnothersMailbox) {
  expect_everybody(ask({source_permit("a@contoso.example", "onprem"),
                        source_permit("b@contoso.example", "cloud")}),
                   2, ErrorKind::internal);
  EXPECT_TRUE(script_.sent.empty());
}

TEST_F(RoutedUpstreamTest, ASourceThatIsGoneIsAnError) {
  expect_everybody(ask({source_permit("a@contoso.example", "no such source")}), 1,
                   ErrorKind::internal);
}

TEST_F(RoutedUpstreamTest, NothingAskedIsNothingAnswered) {
  EXPECT_TRUE(ask({}).mailboxes.empty());
}

// A client that lets time pass while it is asked.
class SlowHttp final : public net::HttpClient {
 public:
  explicit SlowHttp(test::ManualClock& clock) : clock_(clock) {}
  boost::asio::awaitable<model::Result<net::HttpResponse>> exchange(net::HttpRequest,
                                                                    async::Deadline) override {
    clock_.advance(std::chrono::microseconds(12'345));
    co_return model::Error::of(ErrorKind::peer_unreachable);
  }

 private:
  test::ManualClock& clock_;
};

TEST_F(RoutedUpstreamTest, MeasuresTheTimeThatTheUpstreamTook) {
  SlowHttp slow(clock_);
  UpstreamQuestion question{{source_permit("a@contoso.example", "onprem")},
                            test::days(0, 7),
                            {},
                            model::CorrelationId::from_bytes({})};
  const auto answer = test::run_coro(
      io_, upstream_->ask(std::move(question), test::snapshot_of({{test::contoso_tenant()}, {}}),
                          slow, async::Deadline::after(clock_, std::chrono::seconds(1))));
  EXPECT_EQ(answer.upstream_time, std::chrono::microseconds(12'345));
}

}  // namespace
}  // namespace fb::upstream
