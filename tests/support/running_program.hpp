// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A program that a test starts, waits for and stops.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fb::test {

// Stopped with this, and gone when the destructor has ended.
class RunningProgram {
 public:
  // What it writes is appended to the file `log`.
  RunningProgram(const std::string& program, const std::vector<std::string>& arguments,
                 const std::string& log);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  bool is_running();
  // Once it has ended by itself; -1 where a signal ended it.
  std::optional<int> exit_code() const { return exit_code_; }
  // Without a chance to say goodbye.
  void kill_at_once();

 private:
  int process_ = -1;
  std::optional<int> exit_code_;
};

// Waits for a program that does one thing, and gives its exit code.
int wait_for_end(RunningProgram& program);

std::string content_of(const std::string& file);
std::uint16_t free_port();
bool accepts(std::uint16_t port);  // on the IPv4 loopback

// std::runtime_error with the content of `log` where the program ends before, or takes too long.
void wait_until(const std::function<bool()>& ready, RunningProgram& program,
                const std::string& log);

}  // namespace fb::test
