// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/security_fault.hpp"

#include <gtest/gtest.h>

#include "protocols/ews/ews.hpp"

namespace fb::wstrust {
namespace {

std::string soap11(const std::string& code, const std::string& text) {
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
         "<faultcode xmlns:a=\"http://docs.oasis-open.org/wss/2004/01/"
         "oasis-200401-wss-wssecurity-secext-1.0.xsd\">a:" +
         code + "</faultcode><faultstring>" + text +
         "</faultstring></s:Fault></s:Body></s:Envelope>";
}

std::string soap12(const std::string& outer, const std::string& inner) {
  return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault><s:Code>"
         "<s:Value>" +
         outer + "</s:Value><s:Subcode><s:Value>" + inner +
         "</s:Value></s:Subcode></s:Code><s:Reason><s:Text>no</s:Text></s:Reason></s:Fault>"
         "</s:Body></s:Envelope>";
}

TEST(SecurityFault, IsTheOneThatOurOwnFrontWrites) {
  std::string body;
  ews::encode_security_fault(body);
  const auto fault = security_fault_in(body);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code, "InvalidSecurity");
  EXPECT_EQ(fault->text, "An error occurred when verifying security for the message.");
}

TEST(SecurityFault, HasOneOfTheKnownCodes) {
  for (const char* code : {"FailedAuthentication", "FailedCheck", "InvalidSecurity",
                           "InvalidSecurityToken", "MessageExpired", "SecurityTokenUnavailable",
                           "UnsupportedSecurityToken", "UnsupportedAlgorithm"}) {
    const auto one = security_fault_in(soap11(code, "said so"));
    ASSERT_TRUE(one) << code;
    EXPECT_EQ(one->code, code);
    EXPECT_EQ(one->text, "said so");
    const auto other = security_fault_in(soap12("s:Sender", std::string("wsse:") + code));
    ASSERT_TRUE(other) << code;
    EXPECT_EQ(other->code, code);
    EXPECT_EQ(other->text, "no");
  }
}

TEST(SecurityFault, IsNothingElse) {
  const std::string bodies[] = {
      "",
      "no",
      "<html><body>InvalidSecurity</body></html>",
      soap11("ErrorServerBusy", "busy"),
      soap11("InvalidSecurityX", "almost"),
      soap11("", "nothing"),
      // The telling code is the inner one.
      soap12("wsse:InvalidSecurity", "s:Other"),
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><m:Answer "
      "xmlns:m=\"x\"><faultcode>InvalidSecurity</faultcode></m:Answer></s:Body></s:Envelope>",
  };
  for (const std::string& body : bodies) EXPECT_FALSE(security_fault_in(body)) << body;
}

TEST(SecurityFault, IsReadUpToItsLimit) {
  const std::string head = soap11("InvalidSecurity", "");
  const std::string room(kSecurityFaultLimits.bytes_max - head.size(), 'x');
  EXPECT_TRUE(security_fault_in(soap11("InvalidSecurity", room)));
  EXPECT_FALSE(security_fault_in(soap11("InvalidSecurity", room + "x")));
}

}  // namespace
}  // namespace fb::wstrust
