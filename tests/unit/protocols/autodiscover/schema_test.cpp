// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What we send, judged by xmllint with the published schemas. None is published for the messages of
// Autodiscover themselves, so this holds the envelope and the fault; the order of elements within
// is held by encode_answer_test. The schemas are not part of this repository.
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "protocols/autodiscover/server.hpp"
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

struct Outcome {
  int status = -1;
  std::string output;
};

Outcome run(const std::string& command) {
  Outcome result;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  while (const std::size_t bytes = fread(buffer, 1, sizeof buffer, pipe))
    result.output.append(buffer, bytes);
  const int status = pclose(pipe);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

class AutodiscoverSchema : public testing::Test {
 protected:
  void SetUp() override {
    schema_ = std::filesystem::path(FB_SOURCE_DIR) / ".." / "shared/schemas/ews/ews-all.xsd";
    if (!std::filesystem::exists(schema_) || run("xmllint --version").status != 0)
      GTEST_SKIP() << "SKIPPED: needs xmllint and the published schemas at "
                      "../shared/schemas/ews/ews-all.xsd";
    std::string name = (std::filesystem::temp_directory_path() / "fb-ad-schema-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  void add(const std::string& name, const std::string& message) {
    std::ofstream(folder_ / (name + ".xml"), std::ios::binary) << message;
  }
  Outcome lint() const {
    return run("xmllint --noout --schema '" + schema_.string() + "' '" + folder_.string() +
               "'/*.xml");
  }

  std::filesystem::path schema_;
  std::filesystem::path folder_;
};

TEST_F(AutodiscoverSchema, EveryEnvelopeIsValid) {
  std::string out;
  encode_user_settings_question(address("ada@north.example"), "https://gw.example/?a&b", out);
  add("question", out);
  SettingsAnswer answer;
  // No settings: xmllint knows none of the types that they name.
  answer.errors = {{Code::invalid_setting, "Nonsense"}};
  out.clear();
  encode_user_settings(std::vector{answer}, out);
  add("users", out);
  out.clear();
  encode_domain_settings(std::vector{answer}, out);
  add("domains", out);
  out.clear();
  encode_federation_information({"gw.example", {}, {{"https://sts.example/", "urn:x"}}}, out);
  add("federation", out);
  out.clear();
  encode_organization_relationships(std::vector<OrganizationRelationship>(1), out);
  add("relationships", out);
  for (const Operation operation :
       {Operation::user_settings, Operation::domain_settings, Operation::federation_information,
        Operation::organization_relationship_settings}) {
    out.clear();
    encode_refusal({operation, Code::invalid_request}, out);
    add("refusal" + std::to_string(static_cast<int>(operation)), out);
  }
  for (const model::ErrorKindFacts& fact : model::all_error_kinds()) {
    out.clear();
    encode_fault(model::Error::of(fact.kind, "a <detail> & \x01 more"), out);
    add("fault_" + std::string(fact.name), out);
  }
  const Outcome judged = lint();
  EXPECT_EQ(judged.status, 0) << judged.output;
}

TEST_F(AutodiscoverSchema, TheJudgeFindsAWrongEnvelope) {
  std::string out;
  encode_fault(model::Error::of(model::ErrorKind::internal), out);
  const std::size_t at = out.find("<faultcode");
  out.replace(at, out.find("</faultcode>") + 12 - at, "<faultcode>not:bound:twice</faultcode>");
  add("bad", out);
  EXPECT_NE(lint().status, 0);
}

}  // namespace
}  // namespace fb::autodiscover
