// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The registry's file and real processes: one is killed in the middle of its writes, and two share
// a file. The children are forked before this process has a thread.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <random>

#include "tests/support/seed.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

constexpr int kWrites = 500;
constexpr int kAddresses = 20;

// What write k leaves: names of contacts, and how many tenants are allowed.
struct Model {
  std::map<int, std::string> names{};
  std::size_t allowed = 0;
  bool operator==(const Model&) const = default;
};

std::string address_of(int i) { return "v" + std::to_string(i) + "@x.example"; }

// Write k (from 1) of a run, over what those before it left. It always changes something, in three
// places.
std::vector<Change> write_of(unsigned seed, int k, Model& model) {
  std::mt19937 random(seed + static_cast<unsigned>(k));
  std::vector<Change> changes{allow(Verb::put, 1, k % 25 + 1)};
  model.allowed = static_cast<std::size_t>(k % 25 + 1);
  const int first = static_cast<int>(random() % kAddresses);
  const std::string name = "Write " + std::to_string(k);
  changes.push_back(
      {Verb::put, contact_id(address_of(first)), contact_body(address_of(first), name)});
  model.names[first] = name;
  const int other = (first + 1 + static_cast<int>(random() % (kAddresses - 1))) % kAddresses;
  if (model.names.count(other) != 0) {
    changes.push_back(remove_contact(address_of(other)));
    model.names.erase(other);
  } else {
    changes.push_back(add_contact(address_of(other), name));
    model.names[other] = name;
  }
  return changes;
}

Model model_after(unsigned seed, int writes) {
  Model model;
  for (int k = 1; k <= writes; ++k) write_of(seed, k, model);
  return model;
}

void tell(int pipe, int number) {
  if (::write(pipe, &number, sizeof number) != sizeof number) ::_exit(3);
}

// One number from the child; none when it is gone.
std::optional<int> hear(int pipe) {
  int number = 0;
  const ssize_t got = ::read(pipe, &number, sizeof number);
  if (got != sizeof number) return std::nullopt;
  return number;
}

class RegistryProcessesTest : public RegistryWorld {
 protected:
  struct Child {
    pid_t id;
    int from;  // what it tells
  };

  // `body` runs in the child, with the pipe to this process, and ends there.
  template <class Body>
  Child start(Body body) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t id = ::fork();
    if (id == 0) {
      ::close(ends[0]);
      io_.notify_fork(boost::asio::execution_context::fork_child);
      body(ends[1]);
      ::_exit(0);
    }
    ::close(ends[1]);
    return {id, ends[0]};
  }
  static int end_of(const Child& child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child.id, &status, 0), child.id);
    ::close(child.from);
    return status;
  }

  Model stored() {
    Model model;
    model.allowed = allowed();
    ListQuery query;
    query.kind = ObjectKind::mail_contact;
    for (const StoredObject& one : list(query)) {
      const std::string& identity = one.object.id.identity;
      const int number = std::stoi(identity.substr(1));
      const std::size_t at = one.object.body.find("Write ");
      const std::size_t end = one.object.body.find('"', at);
      model.names[number] = one.object.body.substr(at, end - at);
    }
    return model;
  }

  // Goes on with the writes where the file ends, and tells each that was answered.
  void write_on(unsigned seed, int pipe) {
    auto opened = try_open();
    if (!opened) ::_exit(1);
    registry_ = std::move(opened->registry);
    const int done = static_cast<int>(registry_->revision()) - 1;
    Model model = model_after(seed, done);
    for (int k = done + 1; k <= kWrites; ++k) {
      if (!apply(write_of(seed, k, model))) ::_exit(2);
      tell(pipe, k);
    }
  }

  void start_with_contoso() {
    open();
    applied({add_contoso(), allow(Verb::add, 1, 1)});
    registry_.reset();
  }
};

TEST_F(RegistryProcessesTest, KilledAtAnyTimeNothingAnsweredIsLostAndNothingIsHalf) {
  const unsigned seed = test::seed();
  std::mt19937 random(seed);
  start_with_contoso();
  int answered = 0;
  int kills = 0;
  while (answered < kWrites) {
    const Child child = start([&](int pipe) { write_on(seed, pipe); });
    const int patience = static_cast<int>(random() % 30);
    for (int heard = 0; heard < patience; ++heard) {
      const auto number = hear(child.from);
      if (!number) break;
      answered = *number;
    }
    // Somewhere in the middle of a write: what is spun here is shorter than one.
    for (volatile unsigned spin = random() % 2'000'000; spin > 0; spin = spin - 1) {
    }
    ::kill(child.id, SIGKILL);
    for (auto number = hear(child.from); number; number = hear(child.from)) answered = *number;
    const int status = end_of(child);
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
    ++kills;
    ASSERT_NO_FATAL_FAILURE(open());
    const int there = static_cast<int>(registry_->revision()) - 1;
    ASSERT_GE(there, answered);
    ASSERT_LE(there, answered + 1);
    ASSERT_EQ(stored(), there == 0 ? (Model{{}, 1}) : model_after(seed, there)) << there;
    const auto entries = history({.before = static_cast<std::uint64_t>(there) + 2, .limit = 1});
    ASSERT_EQ(entries.size(), there == 0 ? 2U : 3U) << there;
    answered = there;
    registry_.reset();
  }
  std::cout << kWrites << " writes, " << kills << " kills\n";
  EXPECT_GE(kills, 10);
}

TEST_F(RegistryProcessesTest, TwoProcessesNeverMakeTwentySix) {
  start_with_contoso();
  const auto add_until_full = [this](int first, int pipe) {
    auto opened = try_open();
    if (!opened) ::_exit(1);
    registry_ = std::move(opened->registry);
    for (int i = first; i < first + 50; ++i) {
      const auto outcome = apply(allow_one_more(i));
      if (!outcome && outcome.error().kind != RefusedKind::mistake) ::_exit(2);
      if (outcome) tell(pipe, i);
    }
  };
  const Child one = start([&](int pipe) { add_until_full(100, pipe); });
  const Child two = start([&](int pipe) { add_until_full(200, pipe); });
  int answered = 1;
  for (const Child& child : {one, two}) {
    while (hear(child.from)) ++answered;
    EXPECT_EQ(end_of(child), 0);
  }
  EXPECT_EQ(answered, 25);
  open();
  EXPECT_EQ(allowed(), 25U);
}

TEST_F(RegistryProcessesTest, AChangeIsSeenByTheOtherProcessWithinTwoSeconds) {
  start_with_contoso();
  // The child changes when it is told to, and follows nobody.
  int go[2];
  ASSERT_EQ(::pipe(go), 0);
  const Child child = start([&](int pipe) {
    auto opened = try_open();
    if (!opened) ::_exit(1);
    registry_ = std::move(opened->registry);
    if (!hear(go[0])) ::_exit(2);
    if (!apply(allow_one_more(7))) ::_exit(3);
    tell(pipe, 1);
  });
  auto opened =
      open_registry(options_, config::built_in_cloud_catalogue(), snapshots_, async::real_clock());
  ASSERT_TRUE(opened);
  registry_ = std::move(opened->registry);
  boost::asio::co_spawn(io_, registry_->follow([](const Refused*) { ADD_FAILURE(); }),
                        [](std::exception_ptr) {});
  io_.restart();
  io_.poll();
  EXPECT_EQ(allowed(), 1U);
  tell(go[1], 1);
  ASSERT_TRUE(hear(child.from));
  const auto answered = std::chrono::steady_clock::now();
  while (allowed() == 1 && std::chrono::steady_clock::now() < answered + std::chrono::seconds(2)) {
    io_.run_one_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(allowed(), 2U);
  EXPECT_EQ(end_of(child), 0);
}

}  // namespace
}  // namespace fb::registry
