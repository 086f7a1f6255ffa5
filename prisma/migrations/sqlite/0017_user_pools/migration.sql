-- CreateTable
CREATE TABLE "UserPool" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "signInWith" TEXT NOT NULL DEFAULT 'USERNAME',
    "selfSignUp" BOOLEAN NOT NULL DEFAULT true,
    "mfaConfiguration" TEXT NOT NULL DEFAULT 'OFF',
    "passwordPolicy" JSONB NOT NULL,
    "customAttributes" JSONB NOT NULL DEFAULT '[]',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "UserPool_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolKey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userPoolId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateSealed" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" DATETIME,
    CONSTRAINT "UserPoolKey_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolClient" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userPoolId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretSealed" TEXT,
    "explicitAuthFlows" JSONB NOT NULL DEFAULT '[]',
    "allowedOAuthFlows" JSONB NOT NULL DEFAULT '[]',
    "allowedOAuthScopes" JSONB NOT NULL DEFAULT '[]',
    "callbackUrls" JSONB NOT NULL DEFAULT '[]',
    "logoutUrls" JSONB NOT NULL DEFAULT '[]',
    "accessTokenValiditySeconds" INTEGER NOT NULL,
    "idTokenValiditySeconds" INTEGER NOT NULL,
    "refreshTokenValiditySeconds" INTEGER NOT NULL,
    "refreshTokenRotation" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "UserPoolClient_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolGroup" (
    "userPoolId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "precedence" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("userPoolId", "name"),
    CONSTRAINT "UserPoolGroup_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolGroupMember" (
    "userPoolId" TEXT NOT NULL,
    "groupName" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    PRIMARY KEY ("userPoolId", "groupName", "userId"),
    CONSTRAINT "UserPoolGroupMember_userPoolId_groupName_fkey" FOREIGN KEY ("userPoolId", "groupName") REFERENCES "UserPoolGroup" ("userPoolId", "name") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "UserPoolGroupMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserPoolUser" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolResourceServer" (
    "userPoolId" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("userPoolId", "identifier"),
    CONSTRAINT "UserPoolResourceServer_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolUser" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userPoolId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "login" TEXT NOT NULL,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "passwordHash" TEXT,
    "passwordSetAt" DATETIME,
    "status" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "totpSealed" TEXT,
    "totpPending" TEXT,
    "totpStep" INTEGER NOT NULL DEFAULT 0,
    "mfaEnabled" BOOLEAN NOT NULL DEFAULT false,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "UserPoolUser_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolCode" (
    "userId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "codeSealed" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("userId", "purpose"),
    CONSTRAINT "UserPoolCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserPoolUser" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "authTime" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    "scope" TEXT NOT NULL,
    CONSTRAINT "UserPoolSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserPoolUser" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserPoolRefreshToken" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "usedAt" DATETIME,
    CONSTRAINT "UserPoolRefreshToken_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "UserPoolSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "UserPool_accountId_idx" ON "UserPool"("accountId");

-- CreateIndex
CREATE INDEX "UserPoolKey_userPoolId_idx" ON "UserPoolKey"("userPoolId");

-- CreateIndex
CREATE INDEX "UserPoolClient_userPoolId_idx" ON "UserPoolClient"("userPoolId");

-- CreateIndex
CREATE INDEX "UserPoolGroupMember_userId_idx" ON "UserPoolGroupMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "UserPoolUser_userPoolId_username_key" ON "UserPoolUser"("userPoolId", "username");

-- CreateIndex
CREATE UNIQUE INDEX "UserPoolUser_userPoolId_login_key" ON "UserPoolUser"("userPoolId", "login");

-- CreateIndex
CREATE INDEX "UserPoolSession_userId_idx" ON "UserPoolSession"("userId");

-- CreateIndex
CREATE INDEX "UserPoolSession_expiresAt_idx" ON "UserPoolSession"("expiresAt");

-- CreateIndex
CREATE INDEX "UserPoolRefreshToken_sessionId_idx" ON "UserPoolRefreshToken"("sessionId");
