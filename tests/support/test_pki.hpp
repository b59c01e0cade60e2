// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A throw-away certification authority for tests that speak real TLS. Its files live in a directory
// of their own and are gone with it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace fb::test {

struct CertificateFiles {
  std::string chain;
  std::string key;
};

struct CertificateWish {
  std::vector<std::string> names = {"localhost"};  // DNS names; what reads as an address is one
  std::chrono::seconds begins{-3'600};             // from now
  std::chrono::seconds ends{86'400};
  std::string purpose = "serverAuth";
};

class TestPki {
 public:
  TestPki();
  ~TestPki();
  TestPki(const TestPki&) = delete;
  TestPki& operator=(const TestPki&) = delete;

  const std::string& ca_file() const { return ca_file_; }
  CertificateFiles issue(const CertificateWish& wish = {});
  // A file with that content in the same directory.
  std::string file(const std::string& name, const std::string& content) const;

 private:
  struct Authority;
  std::unique_ptr<Authority> authority_;
  std::string directory_;
  std::string ca_file_;
  int issued_ = 0;
};

}  // namespace fb::test
