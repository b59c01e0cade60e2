// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The program xmlsec1 as a judge of what we sign and of what is encrypted: it is run as a program,
// with options and files of its own. Not a replacement for tests of what it takes too readily.
#pragma once

#include <stdlib.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace fb::test {

// A folder of its own for what the program reads and writes; it is gone with this.
class Xmlsec1 {
 public:
  Xmlsec1() {
    std::string name = (std::filesystem::temp_directory_path() / "xmlsec1-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~Xmlsec1() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Xmlsec1(const Xmlsec1&) = delete;
  Xmlsec1& operator=(const Xmlsec1&) = delete;

  // A test that cannot ask it is skipped, and says so.
  static bool is_installed() { return std::system("xmlsec1 --version >/dev/null 2>&1") == 0; }

  std::string file(const std::string& name, const std::string& content) const {
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  // Whether it ended well; `said` has its words.
  bool run(const std::string& arguments) {
    std::FILE* const output = popen(("xmlsec1 " + arguments + " 2>&1").c_str(), "r");
    if (output == nullptr) return false;
    said.clear();
    std::array<char, 4096> piece{};
    while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), output)) {
      said.append(piece.data(), size);
    }
    return pclose(output) == 0;
  }

  std::string said;

 private:
  std::filesystem::path folder_;
};

}  // namespace fb::test
