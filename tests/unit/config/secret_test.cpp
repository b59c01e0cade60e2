// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <ostream>
#include <string>
#include <utility>

namespace fb::config {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>);

// Short enough to stand inside the string object, so that a look at the object's own bytes tells.
constexpr std::string_view kShort = "hunter2-hunter2";
constexpr std::string_view kOther = "other";

struct alignas(Secret) Bytes {
  std::array<std::byte, sizeof(Secret)> bytes{};

  bool hold(std::string_view text) const {
    const auto same = [](std::byte a, char b) { return std::to_integer<char>(a) == b; };
    return std::search(bytes.begin(), bytes.end(), text.begin(), text.end(), same) != bytes.end();
  }
};

class SecretInBytes {
 public:
  explicit SecretInBytes(std::string_view text)
      : secret_(new (memory_.bytes.data()) Secret(std::string(text))) {}
  SecretInBytes(const SecretInBytes&) = delete;
  SecretInBytes& operator=(const SecretInBytes&) = delete;
  ~SecretInBytes() { destroy(); }

  Secret& operator*() { return *secret_; }
  const Bytes& memory() const { return memory_; }
  void destroy() {
    if (secret_ != nullptr) secret_->~Secret();
    secret_ = nullptr;
  }

 private:
  Bytes memory_;
  Secret* secret_;
};

TEST(Secret, IsOverwrittenWhenItGoes) {
  SecretInBytes secret(kShort);
  ASSERT_TRUE(secret.memory().hold(kShort));
  secret.destroy();
  EXPECT_FALSE(secret.memory().hold(kShort.substr(0, 4)));
}

TEST(Secret, IsOverwrittenWhereItWasMovedFrom) {
  SecretInBytes secret(kShort);
  const Secret taken = std::move(*secret);
  EXPECT_EQ(taken.reveal(), kShort);
  EXPECT_FALSE(secret.memory().hold(kShort.substr(0, 4)));
}

TEST(Secret, IsOverwrittenByAnAssignment) {
  SecretInBytes secret(kShort);
  *secret = Secret(std::string(kOther));
  EXPECT_EQ((*secret).reveal(), kOther);
  EXPECT_FALSE(secret.memory().hold(kShort.substr(kOther.size())));
}

TEST(Secret, LeavesNothingInTheSourceOfAMoveAssignment) {
  SecretInBytes source(kShort);
  SecretInBytes target(kOther);
  *target = std::move(*source);
  EXPECT_EQ((*target).reveal(), kShort);
  EXPECT_FALSE(source.memory().hold(kShort.substr(0, 4)));
}

TEST(Secret, CopiesAreWholeAndAssignmentToItselfChangesNothing) {
  const std::string long_text(100, 'x');
  Secret secret{std::string(long_text)};
  const Secret copy = secret;
  EXPECT_EQ(copy.reveal(), long_text);
  Secret& same = secret;
  secret = same;
  EXPECT_EQ(secret.reveal(), long_text);
  secret = std::move(same);
  EXPECT_EQ(secret.reveal(), long_text);
}

TEST(Secret, WipeEmptiesAString) {
  std::string text(kShort);
  wipe(text);
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace fb::config
