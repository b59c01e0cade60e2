// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <sys/ioctl.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>

#include "gateway/async/clock.hpp"
#include "gateway/net/https_client.hpp"
#include "tools/freebusyctl/grid.hpp"
#include "tools/freebusyctl/new_token.hpp"
#include "tools/freebusyctl/query.hpp"

namespace fb::freebusyctl {
namespace {

namespace asio = boost::asio;
using Response = model::Result<net::HttpResponse>;

constexpr std::size_t kAnswerBytesMax = 64 * 1024 * 1024;

Terminal terminal_of(int descriptor) {
  Terminal terminal{kWidthDefault, false};
  if (isatty(descriptor) == 0) return terminal;
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) terminal.columns = size.ws_col;
  // https://no-color.org
  const char* const no_colour = std::getenv("NO_COLOR");
  terminal.in_colour = no_colour == nullptr || *no_colour == '\0';
  return terminal;
}

asio::awaitable<void> exchange(net::HttpClient& client, net::HttpRequest request,
                               async::Deadline deadline, std::optional<Response>& response) {
  response = co_await client.exchange(std::move(request), deadline);
}

Response ask(const QueryCommand& command, std::shared_ptr<const net::ClientTlsContext> tls,
             net::HttpRequest request) {
  asio::io_context io(1);
  net::ClientSettings settings;
  // Whoever types an address means it.
  settings.allow_private = {"0.0.0.0/0", "::/0"};
  settings.response_bytes_max = kAnswerBytesMax;
  settings.user_agent = "freebusyctl";
  async::Clock& clock = async::real_clock();
  const auto client =
      net::make_https_client(io.get_executor(), std::move(tls), std::move(settings), clock);
  const auto deadline = async::Deadline::after(clock, std::chrono::seconds(command.timeout_s));
  std::optional<Response> response;
  std::exception_ptr bug;
  asio::co_spawn(io, exchange(*client, std::move(request), deadline, response),
                 [&](std::exception_ptr thrown) {
                   bug = thrown;
                   io.stop();  // kept connections would hold it for a while
                 });
  io.run();
  if (bug) std::rethrow_exception(bug);
  return std::move(*response);
}

int print_new_token() {
  const NewToken made = make_token();
  std::cerr << "For the account in the federation file:\n  " << made.federation_line << '\n';
  std::cout << made.token.reveal() << '\n' << std::flush;
  if (std::cout) return kExitAnswered;
  std::cerr << "freebusyctl: the token could not be written\n";
  return kExitFailed;
}

int run(std::vector<std::string> arguments) {
  const ParsedCommandLine parsed = parse_command_line(std::move(arguments), std::cout, std::cerr);
  if (parsed.new_api_token) return print_new_token();
  if (!parsed.query) return parsed.exit_code;
  const auto secret = read_secret(*parsed.query);
  if (!secret) {
    std::cerr << "freebusyctl: " << secret.error().detail() << '\n';
    return kExitUsage;
  }
  auto tls = net::ClientTlsContext::load(parsed.query->ca_file);
  if (!tls) {
    std::cerr << "freebusyctl: " << tls.error().detail() << '\n';
    return kExitUsage;
  }
  const Response response =
      ask(*parsed.query, std::move(*tls), request_for(*parsed.query, *secret));
  const Outcome outcome = outcome_of(*parsed.query, response, terminal_of(STDOUT_FILENO));
  std::cout << outcome.out << std::flush;
  std::cerr << outcome.err;
  if (!std::cout) {
    std::cerr << "freebusyctl: the answer could not be written\n";
    return kExitFailed;
  }
  return outcome.exit_code;
}

}  // namespace
}  // namespace fb::freebusyctl

int main(int argc, char** argv) {
  try {
    return fb::freebusyctl::run({argv + 1, argv + argc});
  } catch (const std::exception& bug) {
    std::cerr << "freebusyctl: a bug: " << bug.what() << '\n';
    return fb::freebusyctl::kExitFailed;
  }
}
