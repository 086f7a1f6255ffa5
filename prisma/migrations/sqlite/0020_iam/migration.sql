-- CreateTable
CREATE TABLE "IamIdentity" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL DEFAULT '/',
    "description" TEXT NOT NULL DEFAULT '',
    "trustPolicy" TEXT,
    "maxSessionSeconds" INTEGER NOT NULL DEFAULT 3600,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "IamIdentity_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IamMembership" (
    "groupId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    PRIMARY KEY ("groupId", "userId"),
    CONSTRAINT "IamMembership_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "IamIdentity" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "IamMembership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "IamIdentity" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IamAccessKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "secretSealed" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" DATETIME,
    CONSTRAINT "IamAccessKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "IamIdentity" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IamPolicy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL DEFAULT '/',
    "description" TEXT NOT NULL DEFAULT '',
    "document" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "IamPolicy_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IamAttachment" (
    "identityId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,

    PRIMARY KEY ("identityId", "policyId"),
    CONSTRAINT "IamAttachment_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "IamIdentity" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "IamAttachment_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "IamPolicy" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IamInlinePolicy" (
    "identityId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "document" TEXT NOT NULL,

    PRIMARY KEY ("identityId", "name"),
    CONSTRAINT "IamInlinePolicy_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "IamIdentity" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "IamIdentity_accountId_kind_name_key" ON "IamIdentity"("accountId", "kind", "name");

-- CreateIndex
CREATE INDEX "IamMembership_userId_idx" ON "IamMembership"("userId");

-- CreateIndex
CREATE INDEX "IamAccessKey_userId_idx" ON "IamAccessKey"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "IamPolicy_accountId_name_key" ON "IamPolicy"("accountId", "name");

-- CreateIndex
CREATE INDEX "IamAttachment_policyId_idx" ON "IamAttachment"("policyId");
