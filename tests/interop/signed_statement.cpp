// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Prints the statement about a user with which the gateway asks for a delegation token, for
// programs of others to judge: signed_statement CERTIFICATE.pem KEY.pem ADDRESS SECONDS_SINCE_1970
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "gateway/identity/xml_signing.hpp"

int main(int argc, char** argv) {
  using namespace fb;
  const auto user = model::SmtpAddress::parse(argc == 5 ? argv[3] : "");
  if (!user) return 2;
  const model::UtcTime now{std::chrono::seconds(std::strtoll(argv[4], nullptr, 10))};
  const wstrust::Statement statement{"uuid-statement",
                                     "FYDIBOHF25SPDLT.north.example",
                                     "urn:federation:MicrosoftOnline",
                                     *user,
                                     "http://schemas.xmlsoap.org/claims/EmailAddress",
                                     now};
  const auto written = identity::sign_statement(statement, {argv[1], argv[2]});
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().detail().c_str());
    return 1;
  }
  std::fputs(written->c_str(), stdout);
  return 0;
}
