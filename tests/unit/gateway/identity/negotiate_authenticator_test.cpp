// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What is made of a ticket, with an acceptor that says what the test wants. Real tickets are the
// business of tests/integration/kerberos_test.py.
#include "gateway/identity/negotiate_authenticator.hpp"

#include "protocols/wire/base64.hpp"
#include "tests/unit/gateway/identity/scheme_fixture.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using model::ErrorKind;
using std::chrono::seconds;

std::string base64(std::string_view bytes) {
  return wire::base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

AcceptedTicket ticket(std::uint8_t use = 1) {
  AcceptedTicket made{"script@NORTH.EXAMPLE", "HTTP/gateway.example@NORTH.EXAMPLE", {}, "reply"};
  made.use.fill(use);
  return made;
}

// Shared with the authenticator, which owns the acceptor.
struct Script {
  std::optional<model::Result<AcceptedTicket>> answer;
  std::string words;
  int asked = 0;
  std::string token;
};

class ScriptedAcceptor final : public GssAcceptor {
 public:
  explicit ScriptedAcceptor(Script& script) : script_(script) {}
  model::Result<AcceptedTicket> accept(std::string_view token, std::string& words) const override {
    ++script_.asked;
    script_.token = token;
    words = script_.words;
    return *script_.answer;
  }

 private:
  Script& script_;
};

model::Error refusal(std::string rule, ErrorKind kind = ErrorKind::unauthenticated) {
  return model::Error::of(kind, "scripted", std::move(rule));
}

class NegotiateAuthenticatorTest : public SchemeFixture {
 protected:
  NegotiateAuthenticatorTest() {
    accounts([](config::Account& script, config::Account& grace) {
      script.kerberos_principals = {"EXCH01$@NORTH.EXAMPLE", "script@NORTH.EXAMPLE"};
      grace.kerberos_principals = {"grace@NORTH.EXAMPLE"};
    });
    script_.answer = ticket();
  }
  std::string outcome_of(std::string_view token = "a token") {
    return outcome(scheme_, presented("negotiate", base64(token)));
  }
  std::string outcome_of(AcceptedTicket accepted) {
    script_.answer = std::move(accepted);
    return outcome_of();
  }

  Script script_;
  async::OffloadPool pool_{1, 8};
  NegotiateAuthenticator scheme_{settings_, std::make_unique<ScriptedAcceptor>(script_), pool_,
                                 clock_, current_};
};

TEST_F(NegotiateAuthenticatorTest, TheAccountOfThePrincipal) {
  constexpr std::string_view kBytes("bytes\0more", 10);
  EXPECT_EQ(outcome_of(kBytes), "script");
  EXPECT_EQ(script_.token, kBytes);
  EXPECT_EQ(caller_->kind, CallerKind::home_script);
  EXPECT_EQ(caller_->tenant, test::contoso());
  ASSERT_EQ(answer_headers_.size(), 1u);
  EXPECT_EQ(answer_headers_[0].name, "WWW-Authenticate");
  EXPECT_EQ(answer_headers_[0].value, "Negotiate " + base64("reply"));
  EXPECT_EQ(examination_.kind(), "negotiate");
  EXPECT_EQ(noted("principal"), "script@NORTH.EXAMPLE");
}

TEST_F(NegotiateAuthenticatorTest, IsOfferedAndTakesItsOwn) {
  std::vector<std::string> challenges;
  scheme_.offer(*snapshot_, challenges);
  EXPECT_EQ(challenges, std::vector<std::string>{"Negotiate"});
  EXPECT_TRUE(scheme_.takes(presented("negotiate", "")));
  EXPECT_FALSE(scheme_.takes(presented("ntlm", "TlRM")));
  EXPECT_FALSE(scheme_.takes(presented("basic", "")));
}

TEST_F(NegotiateAuthenticatorTest, APrincipalIsItsOwnOnlyAsItIsWritten) {
  std::uint8_t use = 10;
  for (const std::string_view name :
       {"nobody@NORTH.EXAMPLE", "script@SOUTH.EXAMPLE", "script", "Script@NORTH.EXAMPLE",
        "script@north.example", "script/admin@NORTH.EXAMPLE", "EXCH01@NORTH.EXAMPLE", ""}) {
    AcceptedTicket other = ticket(use++);
    other.principal = name;
    EXPECT_EQ(outcome_of(other), "negotiate.principal") << name;
    EXPECT_TRUE(answer_headers_.empty()) << "no token for somebody who is refused";
  }
  AcceptedTicket server = ticket(use);
  server.principal = "EXCH01$@NORTH.EXAMPLE";
  EXPECT_EQ(outcome_of(server), "script");
}

TEST_F(NegotiateAuthenticatorTest, ATicketForAnotherServiceOfTheMachineIsNotForUs) {
  std::uint8_t use = 10;
  for (const std::string_view service :
       {"host/gateway.example@NORTH.EXAMPLE", "HTTPS/gateway.example@NORTH.EXAMPLE", "HTTP", ""}) {
    AcceptedTicket other = ticket(use++);
    other.service = service;
    EXPECT_EQ(outcome_of(other), "negotiate.service") << service;
  }
  AcceptedTicket in_lower_case = ticket(use);
  in_lower_case.service = "http/gateway.example@NORTH.EXAMPLE";
  EXPECT_EQ(outcome_of(in_lower_case), "script");
}

TEST_F(NegotiateAuthenticatorTest, AUseOfATicketCountsOnce) {
  EXPECT_EQ(outcome_of(ticket(1)), "script");
  EXPECT_EQ(outcome_of(ticket(1)), "negotiate.replayed");
  EXPECT_TRUE(answer_headers_.empty());
  // However it is wrapped.
  EXPECT_EQ(outcome_of("other bytes"), "negotiate.replayed");
  EXPECT_EQ(outcome_of(ticket(2)), "script");
  peer_ = "192.0.2.2";
  EXPECT_EQ(outcome_of(ticket(2)), "negotiate.replayed");
}

TEST_F(NegotiateAuthenticatorTest, NoAnswerIsNoHeader) {
  AcceptedTicket silent = ticket();
  silent.answer.clear();
  EXPECT_EQ(outcome_of(silent), "script");
  EXPECT_TRUE(answer_headers_.empty());
}

TEST_F(NegotiateAuthenticatorTest, WhatIsRefusedUnread) {
  const std::string ntlm("NTLMSSP\0\1\0\0\0", 12);
  const std::string longest(kNegotiateTokenBytesMax, 'x');
  struct Row {
    std::string_view name;
    std::string encoded;
    std::string_view outcome;
  };
  for (const Row& row : {
           Row{"nothing", "", "negotiate.empty"},
           Row{"no base64", "a token", "negotiate.malformed"},
           Row{"base64url", "-_-_", "negotiate.malformed"},
           Row{"no padding", base64("ab").substr(0, 3), "negotiate.malformed"},
           Row{"NTLM", base64(ntlm), "negotiate.ntlm"},
           Row{"NTLM inside SPNEGO", base64("\x60\x10" + ntlm), "negotiate.ntlm"},
           Row{"a byte too long", base64(longest + "x"), "negotiate.too_long"},
           Row{"much too long", std::string(200'000, 'A'), "negotiate.too_long"},
       }) {
    EXPECT_EQ(outcome(scheme_, presented("negotiate", row.encoded)), row.outcome) << row.name;
    EXPECT_EQ(refusal_->kind(), ErrorKind::unauthenticated) << row.name;
    EXPECT_EQ(script_.asked, 0) << row.name;
  }
  EXPECT_EQ(outcome_of(longest), "script");
  EXPECT_EQ(outcome_of("NTLMSSP"), "negotiate.replayed") << "it was read";
}

TEST_F(NegotiateAuthenticatorTest, WhatTheLibrarySaysIsForTheOperator) {
  script_.answer = refusal("negotiate.ticket");
  script_.words = "Request ticket server HTTP/elsewhere@NORTH.EXAMPLE not found in keytab";
  EXPECT_EQ(outcome_of(), "negotiate.ticket");
  EXPECT_EQ(noted("kerberos"), script_.words);
  EXPECT_EQ(refusal_->detail().find("elsewhere"), std::string::npos);
}

TEST_F(NegotiateAuthenticatorTest, BadTicketsAreCountedPerAddress) {
  script_.answer = refusal("negotiate.ticket");
  for (std::uint32_t i = 0; i < NegotiateAuthenticator::kBadTicketsMax; ++i) {
    ASSERT_EQ(outcome_of(), "negotiate.ticket") << i;
  }
  const int asked = script_.asked;
  EXPECT_EQ(outcome_of(), "negotiate.attempts");
  EXPECT_EQ(refusal_->kind(), ErrorKind::attempts_exhausted);
  EXPECT_EQ(refusal_->retry_after_s(), 300u);
  EXPECT_EQ(script_.asked, asked) << "no work for it any more";
  peer_ = "192.0.2.2";
  EXPECT_EQ(outcome_of(), "negotiate.ticket");
  peer_ = "192.0.2.1";
  clock_.advance(settings_.failure_window);
  EXPECT_EQ(outcome_of(), "negotiate.ticket");
}

TEST_F(NegotiateAuthenticatorTest, WhatHappensToHonestCallersIsNotCounted) {
  for (const auto& [rule, kind] : std::vector<std::pair<std::string, ErrorKind>>{
           {"negotiate.expired", ErrorKind::unauthenticated},
           {"negotiate.clock", ErrorKind::unauthenticated},
           {"negotiate.more_steps", ErrorKind::unauthenticated},
           {"negotiate.keytab", ErrorKind::server_busy}}) {
    script_.answer = refusal(rule, kind);
    for (std::uint32_t i = 0; i <= NegotiateAuthenticator::kBadTicketsMax; ++i) {
      ASSERT_EQ(outcome_of(), rule) << i;
    }
    EXPECT_EQ(refusal_->kind(), kind);
  }
  script_.answer = ticket();
  EXPECT_EQ(outcome_of(), "script");
}

TEST_F(NegotiateAuthenticatorTest, AFullPoolIsBusyAndCostsNoAttempt) {
  async::OffloadPool none(1, 0);
  NegotiateAuthenticator scheme(settings_, std::make_unique<ScriptedAcceptor>(script_), none,
                                clock_, current_);
  for (std::uint32_t i = 0; i <= NegotiateAuthenticator::kBadTicketsMax; ++i) {
    outcome(scheme, presented("negotiate", base64("a token")));
    ASSERT_EQ(refusal_->kind(), ErrorKind::server_busy) << i;
  }
  EXPECT_EQ(script_.asked, 0);
}

}  // namespace
}  // namespace fb::identity
