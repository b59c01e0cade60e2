// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/negotiate_authenticator.hpp"

#include <array>
#include <functional>
#include <optional>

#include "protocols/model/letter_case.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

constexpr std::size_t kEncodedBytesMax = (kNegotiateTokenBytesMax + 2) / 3 * 4;
constexpr std::string_view kNtlm("NTLMSSP\0", 8);
constexpr std::string_view kServiceClass = "HTTP/";

Error refused(std::string detail, std::string rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

// What a caller may have made up, in contrast to what happens to honest ones.
bool is_counted(const Error& error) {
  return error.rule() == "negotiate.ticket" || error.rule() == "negotiate.mechanism";
}

}  // namespace

model::Result<std::string> read_negotiate(std::string_view encoded) {
  if (encoded.empty()) return refused("the Negotiate token is empty", "negotiate.empty");
  if (encoded.size() > kEncodedBytesMax) {
    return refused("the Negotiate token is too long", "negotiate.too_long");
  }
  auto token = wire::read_base64(encoded);
  if (!token) return refused("the Negotiate token is no base64", "negotiate.malformed");
  if (token->size() > kNegotiateTokenBytesMax) {
    return refused("the Negotiate token is too long", "negotiate.too_long");
  }
  // By itself, or as what a SPNEGO token carries.
  if (token->find(kNtlm) != std::string::npos) {
    return refused("the caller speaks NTLM, which is not offered", "negotiate.ntlm");
  }
  return std::move(*token);
}

// What a thread of the pool works on, which may outlive the authenticator.
struct NegotiateAuthenticator::Job {
  std::shared_ptr<const GssAcceptor> acceptor;
  std::string token;
  std::string words;
  std::optional<model::Result<AcceptedTicket>> outcome;
};

NegotiateAuthenticator::NegotiateAuthenticator(const config::AuthenticationSettings& settings,
                                               std::unique_ptr<GssAcceptor> acceptor,
                                               async::OffloadPool& pool, async::Clock& clock,
                                               std::shared_ptr<CurrentAccounts> accounts)
    : acceptor_(std::move(acceptor)),
      pool_(pool),
      clock_(clock),
      limiter_(kBadTicketsMax, settings.failure_window),
      accounts_(std::move(accounts)) {}

bool NegotiateAuthenticator::takes(const Presented& presented) const {
  return presented.scheme == "negotiate";
}

void NegotiateAuthenticator::offer(const config::Snapshot&,
                                   std::vector<std::string>& challenges) const {
  challenges.emplace_back("Negotiate");
}

asio::awaitable<model::Result<Proof>> NegotiateAuthenticator::prove(const Presented& presented,
                                                                    Examination& examination) {
  examination.set_kind("negotiate");
  auto token = read_negotiate(presented.rest.reveal());
  if (!token) co_return token.error();
  auto ticket = co_await accept(std::move(*token), presented, examination);
  if (!ticket) co_return ticket.error();
  co_return judge(std::move(*ticket), presented, examination);
}

asio::awaitable<model::Result<AcceptedTicket>> NegotiateAuthenticator::accept(
    std::string token, const Presented& presented, Examination& examination) {
  const std::string key = FailureLimiter::key("negotiate", presented.peer_address);
  const auto wait = limiter_.take(key, clock_.now());
  if (wait.count() != 0) {
    co_return Error::of(ErrorKind::attempts_exhausted,
                        "too many Negotiate tokens from this address could not be read",
                        "negotiate.attempts")
        .with_retry_after_s(static_cast<std::uint32_t>(wait.count()));
  }
  const auto job = std::make_shared<Job>();
  job->acceptor = acceptor_;
  job->token = std::move(token);
  std::function<void()> work = [job] {
    job->outcome.emplace(job->acceptor->accept(job->token, job->words));
  };
  const model::Status done = co_await pool_.run(std::move(work));
  config::wipe(job->token);
  const bool counted = done && !*job->outcome && is_counted(job->outcome->error());
  if (!counted) limiter_.give_back(key);
  if (!done) co_return done.error();
  if (!job->words.empty()) examination.note("kerberos", job->words);
  co_return std::move(*job->outcome);
}

model::Result<Proof> NegotiateAuthenticator::judge(AcceptedTicket ticket,
                                                   const Presented& presented,
                                                   Examination& examination) {
  examination.note("principal", ticket.principal);
  examination.note("service", ticket.service);
  const std::string_view service_class =
      std::string_view(ticket.service).substr(0, kServiceClass.size());
  if (!model::equal_without_case(service_class, kServiceClass)) {
    return refused("the ticket is for another service of this machine than HTTP",
                   "negotiate.service");
  }
  switch (uses_.record(ticket.use, clock_.now())) {
    case GssTicketUses::Outcome::again:
      return refused("the token was used before", "negotiate.replayed");
    case GssTicketUses::Outcome::no_room:
      return Error::of(ErrorKind::server_busy, "too many Negotiate tokens are remembered",
                       "negotiate.uses_full");
    case GssTicketUses::Outcome::first:
      break;
  }
  const auto index = accounts_->of(presented.snapshot);
  const KnownAccount* const known = index->find_principal(ticket.principal);
  if (known == nullptr) {
    return refused("the Kerberos principal belongs to no account, or to more than one",
                   "negotiate.principal");
  }
  Proof proof{caller_of(*known)};
  if (!ticket.answer.empty()) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(ticket.answer.data());
    proof.answer_headers.push_back(
        {"WWW-Authenticate", "Negotiate " + wire::base64({bytes, ticket.answer.size()})});
  }
  return proof;
}

}  // namespace fb::identity
