// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/jwt_signature.hpp"

#include <boost/json/serialize.hpp>

#include "protocols/wire/base64.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

oauth::VerificationKey verification_key(const test::RsaKey& key, std::string algorithm = {}) {
  return {"key-1", boost::json::serialize(key.jwk("key-1")), "", std::move(algorithm)};
}

std::string token(std::string_view algorithm, const test::RsaKey& key) {
  return test::compact_token({{"alg", algorithm}, {"kid", "key-1"}}, {{"a", 1}}, key, algorithm);
}

TEST(JwtSignature, GoodOnesOfBothAlgorithms) {
  const test::RsaKey& key = test::RsaKey::shared("one");
  for (const std::string_view algorithm : {"RS256", "PS256"}) {
    EXPECT_TRUE(
        verify_signature(token(algorithm, key), algorithm, verification_key(key)).has_value())
        << algorithm;
    EXPECT_TRUE(verify_signature(token(algorithm, key), algorithm,
                                 verification_key(key, std::string(algorithm)))
                    .has_value());
  }
}

TEST(JwtSignature, TheExampleOfRfc7515) {
  const std::string text =
      "eyJhbGciOiJSUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
      "fQ."
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
      "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb"
      "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO"
      "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  const std::string modulus =
      "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4"
      "d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5re"
      "xMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxX"
      "FvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
  const oauth::VerificationKey key{"k", R"({"kty":"RSA","e":"AQAB","n":")" + modulus + R"("})", "",
                                   ""};
  EXPECT_TRUE(verify_signature(text, "RS256", key).has_value());
  std::string changed = text;
  changed[30] = changed[30] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verify_signature(changed, "RS256", key).has_value());
}

struct Row {
  std::string name;
  std::string token;
  std::string algorithm;
  oauth::VerificationKey key;
  std::string rule;
};

TEST(JwtSignature, OneThingWrong) {
  const test::RsaKey& good = test::RsaKey::shared("one");
  const test::RsaKey& other = test::RsaKey::shared("two");
  const test::RsaKey& small = test::RsaKey::shared("small", 1024);
  const std::string signed_text = token("RS256", good);
  const oauth::VerificationKey key = verification_key(good);
  std::string flipped = signed_text;
  char& flip = flipped[flipped.size() - 20];
  flip = flip == 'A' ? 'B' : 'A';
  const std::string unsigned_text = signed_text.substr(0, signed_text.rfind('.') + 1);
  oauth::VerificationKey curve = key;
  curve.jwk_json = R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                   R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
  oauth::VerificationKey symmetric = key;
  symmetric.jwk_json = R"({"kty":"oct","k":"c2VjcmV0"})";
  oauth::VerificationKey nonsense = key;
  nonsense.jwk_json = "{}";
  const std::string header = wire::base64url(std::string_view(R"({"alg":"HS256","kid":"key-1"})"));
  const std::string confused_input = header + "." + wire::base64url(std::string_view("{}"));
  const std::string confused =
      confused_input + "." + wire::base64url(test::hmac_sha256(good.public_pem(), confused_input));

  for (const Row& row : {
           Row{"another key", signed_text, "RS256", verification_key(other), "bearer.signature"},
           Row{"a flipped bit", flipped, "RS256", key, "bearer.signature"},
           Row{"no signature", unsigned_text, "RS256", key, "bearer.signature"},
           Row{"no parts", "text", "RS256", key, "bearer.signature"},
           Row{"signed with another algorithm",
               test::compact_token({{"alg", "RS256"}, {"kid", "key-1"}}, {{"a", 1}}, good, "PS256"),
               "RS256", key, "bearer.signature"},
           Row{"signed with another digest",
               test::compact_token({{"alg", "RS256"}, {"kid", "key-1"}}, {{"a", 1}}, good, "RS512"),
               "RS256", key, "bearer.signature"},
           Row{"the header names another algorithm", token("PS256", good), "RS256", key,
               "bearer.algorithm"},
           Row{"the public key as a symmetric one", confused, "RS256", key, "bearer.algorithm"},
           Row{"a small key", token("RS256", small), "RS256", verification_key(small),
               "bearer.key_size"},
           Row{"a key for another algorithm", signed_text, "RS256", verification_key(good, "PS256"),
               "bearer.key_algorithm"},
           Row{"an elliptic curve", signed_text, "RS256", curve, "bearer.key_kind"},
           Row{"a symmetric key", signed_text, "RS256", symmetric, "bearer.key_kind"},
           Row{"a key that is none", signed_text, "RS256", nonsense, "bearer.key"},
       }) {
    const auto status = verify_signature(row.token, row.algorithm, row.key);
    ASSERT_FALSE(status.has_value()) << row.name;
    EXPECT_EQ(status.error().rule(), row.rule) << row.name;
    EXPECT_EQ(status.error().kind(), model::ErrorKind::unauthenticated) << row.name;
  }
}

}  // namespace
}  // namespace fb::identity
