// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/secret_file.hpp"

#include <fstream>
#include <iostream>

namespace fb::freebusyctl {

model::Result<std::string> read_secret_file(const std::string& name) {
  std::ifstream file;
  if (name != "-") file.open(name, std::ios::binary);
  std::istream& in = name == "-" ? std::cin : file;
  std::string secret(kSecretBytesMax + 1, '\0');
  in.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  secret.resize(static_cast<std::size_t>(in.gcount()));
  while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
  if (secret.empty() || secret.size() > kSecretBytesMax ||
      secret.find_first_of("\r\n") != std::string::npos) {
    return model::Error::of(model::ErrorKind::malformed_request,
                            name + " cannot be read, or is not one line with a secret");
  }
  return secret;
}

}  // namespace fb::freebusyctl
