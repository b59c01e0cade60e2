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
#include "tools/freebusyctl/admin_answer.hpp"
#include "tools/freebusyctl/admin_client.hpp"
#include "tools/freebusyctl/grid.hpp"
#include "tools/freebusyctl/new_token.hpp"
#include "tools/freebusyctl/pages.hpp"
#include "tools/freebusyctl/progress.hpp"
#include "tools/freebusyctl/query.hpp"

namespace fb::freebusyctl {
namespace {

namespace asio = boost::asio;
using Response = model::Result<net::HttpResponse>;

constexpr std::size_t kQueryAnswerBytesMax = 64 * 1024 * 1024;

Terminal terminal_of(int descriptor) {
  Terminal terminal{kWidthDefault, false};
  terminal.is_terminal = isatty(descriptor) != 0;
  if (!terminal.is_terminal) return terminal;
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
  settings.response_bytes_max = kQueryAnswerBytesMax;
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

// Puts it out, and gives the exit code.
int finish(const Outcome& outcome) {
  std::cout << outcome.out << std::flush;
  std::cerr << outcome.err;
  if (std::cout) return outcome.exit_code;
  std::cerr << "freebusyctl: the answer could not be written\n";
  return kExitFailed;
}

int mistake(const model::Error& error) {
  std::cerr << "freebusyctl: " << error.detail() << '\n';
  return kExitUsage;
}

int run_query(const QueryCommand& query) {
  const auto secret = read_secret(query);
  if (!secret) return mistake(secret.error());
  auto tls = net::ClientTlsContext::load(query.ca_file);
  if (!tls) return mistake(tls.error());
  const Response response = ask(query, std::move(*tls), request_for(query, *secret));
  return finish(outcome_of(query, response, terminal_of(STDOUT_FILENO)));
}

int run_admin(const AdminCommand& command) {
  const auto client = AdminClient::open(command.values);
  if (!client) return mistake(client.error());
  const bool shows_progress = isatty(STDERR_FILENO) != 0;
  const auto ask_it = [&](net::HttpRequest request) {
    const Progress progress(command.command->words, shows_progress);
    return (*client)->ask(std::move(request));
  };
  return finish(perform(command, ask_it, terminal_of(STDOUT_FILENO)));
}

int run(std::vector<std::string> arguments) {
  const ParsedCommandLine parsed = parse_command_line(std::move(arguments), std::cout, std::cerr);
  if (parsed.new_api_token) return print_new_token();
  if (parsed.page) return finish({kExitAnswered, print_page(*parsed.page), {}});
  if (parsed.query) return run_query(*parsed.query);
  if (parsed.admin) return run_admin(*parsed.admin);
  return parsed.exit_code;
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
