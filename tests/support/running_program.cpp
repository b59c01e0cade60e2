// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/support/running_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "gateway/async/clock.hpp"

extern char** environ;

namespace fb::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::seconds kStartMax{30};

// A program of its own tells nobody that it is ready, so it is looked at again and again.
void pause() {
  asio::io_context io;
  async::Clock& clock = async::real_clock();
  asio::co_spawn(io, clock.wait_until(clock.now() + std::chrono::milliseconds(10)), asio::detached);
  io.run();
}

}  // namespace

RunningProgram::RunningProgram(const std::string& program,
                               const std::vector<std::string>& arguments, const std::string& log) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_APPEND;
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(), kFlags, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  std::vector<std::string> texts{program};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  const int failed =
      posix_spawn(&process_, program.c_str(), &files, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::runtime_error(program + " cannot be started");
}

RunningProgram::~RunningProgram() {
  if (process_ < 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

bool RunningProgram::is_running() {
  if (process_ < 0) return false;
  int status = 0;
  if (waitpid(process_, &status, WNOHANG) == 0) return true;
  process_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return false;
}

void RunningProgram::kill_at_once() {
  if (process_ < 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

int wait_for_end(RunningProgram& program) {
  while (program.is_running()) pause();
  return program.exit_code().value_or(-1);
}

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::uint16_t free_port() {
  asio::io_context io;
  return tcp::acceptor(io, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

bool accepts(std::uint16_t port) {
  asio::io_context io;
  boost::system::error_code failed;
  tcp::socket(io).connect({asio::ip::address_v4::loopback(), port}, failed);
  return !failed;
}

void wait_until(const std::function<bool()>& ready, RunningProgram& program,
                const std::string& log) {
  const auto limit = std::chrono::steady_clock::now() + kStartMax;
  while (!ready()) {
    if (!program.is_running() || std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("a program did not start: " + content_of(log));
    }
    pause();
  }
}

}  // namespace fb::test
