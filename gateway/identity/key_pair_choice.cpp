// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/key_pair_choice.hpp"

namespace fb::identity {
namespace {

std::string name_of(const config::Application& application) {
  return application.client_id + '\n' + application.certificate_file + '\n' +
         application.next_key->certificate_file;
}

std::array<FileStamp, 4> stamps_of(const config::Application& application) {
  return {FileStamp::of(application.certificate_file), FileStamp::of(application.private_key_file),
          FileStamp::of(application.next_key->certificate_file),
          FileStamp::of(application.next_key->private_key_file)};
}

}  // namespace

config::Application with_next_key(config::Application application) {
  if (!application.next_key) return application;
  application.certificate_file = application.next_key->certificate_file;
  application.private_key_file = application.next_key->private_key_file;
  application.next_key.reset();
  return application;
}

bool KeyPairChoice::begins_with_next(const config::Application& application) {
  if (!application.next_key) return false;
  Choice choice;
  choices_.visit(name_of(application), [&](const Choice& held) { choice = held; });
  return choice.next && choice.files == stamps_of(application);
}

void KeyPairChoice::worked(const config::Application& application, bool next) {
  if (!application.next_key) return;
  const Choice choice{next, stamps_of(application)};
  choices_.edit(name_of(application), [&](Choice& held) {
    held = choice;
    return 1;
  });
}

}  // namespace fb::identity
