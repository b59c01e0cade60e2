// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Mail contacts, mail users and guests are one type in memory and three kinds of objects.
#pragma once

#include "config/federation_objects.hpp"

namespace fb::config {

constexpr ObjectKind kind_of(ContactKind kind) {
  switch (kind) {
    case ContactKind::mail_contact:
      return ObjectKind::mail_contact;
    case ContactKind::mail_user:
      return ObjectKind::mail_user;
    case ContactKind::guest:
      break;
  }
  return ObjectKind::guest;
}

// Of what is none of the three: mail_contact.
constexpr ContactKind contact_kind_of(ObjectKind kind) {
  if (kind == ObjectKind::mail_user) return ContactKind::mail_user;
  return kind == ObjectKind::guest ? ContactKind::guest : ContactKind::mail_contact;
}

}  // namespace fb::config
