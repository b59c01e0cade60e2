// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Against dnsmasq, a real DNS server, on loopback.
#include "gateway/net/srv_lookup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "tests/support/run_coro.hpp"

extern char** environ;

namespace fb::net {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using model::ErrorKind;
using testing::ElementsAre;
using testing::IsEmpty;

std::uint16_t free_port() {
  asio::io_context io;
  return udp::socket(io, udp::endpoint(asio::ip::address_v4::loopback(), 0))
      .local_endpoint()
      .port();
}

class Dnsmasq {
 public:
  explicit Dnsmasq(std::vector<std::string> records) : port_(free_port()) {
    std::vector<std::string> words{"/usr/sbin/dnsmasq",
                                   "--keep-in-foreground",
                                   "--conf-file=/dev/null",
                                   "--pid-file=",
                                   "--user=root",
                                   "--listen-address=127.0.0.1",
                                   "--bind-interfaces",
                                   "--no-resolv",
                                   "--no-hosts",
                                   "--port=" + std::to_string(port_)};
    for (std::string& record : records) words.push_back(std::move(record));
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    started_ =
        posix_spawn(&process_, words[0].c_str(), nullptr, nullptr, arguments.data(), environ) == 0;
  }
  ~Dnsmasq() {
    if (!started_) return;
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  Dnsmasq(const Dnsmasq&) = delete;
  Dnsmasq& operator=(const Dnsmasq&) = delete;

  std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
  bool runs() const { return started_ && waitpid(process_, nullptr, WNOHANG) == 0; }

 private:
  std::uint16_t port_;
  pid_t process_ = 0;
  bool started_ = false;
};

class SrvLookupTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<Dnsmasq>(std::vector<std::string>{
        "--srv-host=_autodiscover._tcp.contoso.example,Late.contoso.example,443,20,0",
        "--srv-host=_autodiscover._tcp.contoso.example,light.contoso.example,443,10,1",
        "--srv-host=_autodiscover._tcp.contoso.example,heavy.contoso.example,8443,10,9",
        "--txt-record=_autodiscover._tcp.text.example,nothing", "--local=/contoso.example/",
        "--local=/text.example/", "--local=/none.example/"});
    ASSERT_TRUE(server_->runs());
    // Until it listens, nobody is there.
    asio::io_context io;
    const auto lookup = make_srv_lookup({server_->endpoint()}, async::real_clock());
    const auto limit = async::Deadline::after(async::real_clock(), std::chrono::seconds(20));
    while (!test::run_coro(io, lookup->find("_autodiscover._tcp.contoso.example", limit))) {
      ASSERT_FALSE(limit.passed(async::real_clock())) << "dnsmasq does not answer";
    }
  }
  static void TearDownTestSuite() {
    EXPECT_TRUE(server_->runs()) << "dnsmasq went away (is dnsmasq-base installed?)";
    server_.reset();
  }

  model::Result<std::vector<SrvRecord>> find(std::string name, std::string server,
                                             std::chrono::milliseconds patience) {
    const auto lookup = make_srv_lookup({std::move(server)}, async::real_clock());
    const auto deadline = async::Deadline::after(async::real_clock(), patience);
    return test::run_coro(io_, lookup->find(std::move(name), deadline));
  }
  model::Result<std::vector<SrvRecord>> find(std::string name) {
    return find(std::move(name), server_->endpoint(), std::chrono::seconds(10));
  }

  static inline std::unique_ptr<Dnsmasq> server_;
  asio::io_context io_;
};

TEST_F(SrvLookupTest, GivesTheRecordsTheBestFirst) {
  const auto records = find("_autodiscover._tcp.contoso.example");
  ASSERT_TRUE(records) << records.error().detail();
  EXPECT_THAT(*records, ElementsAre(SrvRecord{10, 9, 8443, "heavy.contoso.example"},
                                    SrvRecord{10, 1, 443, "light.contoso.example"},
                                    SrvRecord{20, 0, 443, "late.contoso.example"}));
}

TEST_F(SrvLookupTest, NoSuchNameAndNoSuchRecordAreNothing) {
  for (const char* name : {"_autodiscover._tcp.none.example", "_autodiscover._tcp.text.example"}) {
    const auto records = find(name);
    ASSERT_TRUE(records) << records.error().detail();
    EXPECT_THAT(*records, IsEmpty());
  }
}

TEST_F(SrvLookupTest, ARefusalOfTheServerIsAFailure) {
  // dnsmasq has nobody to ask about other names.
  const auto records = find("_autodiscover._tcp.fabrikam.example");
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().kind(), ErrorKind::peer_unreachable);
}

TEST_F(SrvLookupTest, SilenceEndsWithTheDeadline) {
  asio::io_context io;
  const udp::socket silent(io, udp::endpoint(asio::ip::address_v4::loopback(), 0));
  const auto records = find("_autodiscover._tcp.contoso.example",
                            "127.0.0.1:" + std::to_string(silent.local_endpoint().port()),
                            std::chrono::milliseconds(300));
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().kind(), ErrorKind::deadline_passed);
}

TEST_F(SrvLookupTest, ANameThatIsNoneIsAFailure) {
  EXPECT_FALSE(find(std::string(64, 'a') + ".example"));
}

TEST(SrvRecords, LowPriorityFirstThenGreatWeightAndEqualsStay) {
  std::vector<SrvRecord> records{
      {5, 1, 443, "a"}, {0, 0, 443, "b"}, {5, 65535, 443, "c"}, {0, 0, 443, "d"}};
  sort_by_preference(records);
  EXPECT_THAT(records, ElementsAre(SrvRecord{0, 0, 443, "b"}, SrvRecord{0, 0, 443, "d"},
                                   SrvRecord{5, 65535, 443, "c"}, SrvRecord{5, 1, 443, "a"}));
}

}  // namespace
}  // namespace fb::net
