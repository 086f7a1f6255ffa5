-- CreateTable
CREATE TABLE "IamIdentity" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL DEFAULT '/',
    "description" TEXT NOT NULL DEFAULT '',
    "trustPolicy" TEXT,
    "maxSessionSeconds" INTEGER NOT NULL DEFAULT 3600,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IamIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IamMembership" (
    "groupId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "IamMembership_pkey" PRIMARY KEY ("groupId","userId")
);

-- CreateTable
CREATE TABLE "IamAccessKey" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "secretSealed" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "IamAccessKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IamPolicy" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL DEFAULT '/',
    "description" TEXT NOT NULL DEFAULT '',
    "document" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IamPolicy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IamAttachment" (
    "identityId" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,

    CONSTRAINT "IamAttachment_pkey" PRIMARY KEY ("identityId","policyId")
);

-- CreateTable
CREATE TABLE "IamInlinePolicy" (
    "identityId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "document" TEXT NOT NULL,

    CONSTRAINT "IamInlinePolicy_pkey" PRIMARY KEY ("identityId","name")
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

-- AddForeignKey
ALTER TABLE "IamIdentity" ADD CONSTRAINT "IamIdentity_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IamMembership" ADD CONSTRAINT "IamMembership_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "IamIdentity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IamMembership" ADD CONSTRAINT "IamMembership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "IamIdentity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IamAccessKey" ADD CONSTRAINT "IamAccessKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "IamIdentity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IamPolicy" ADD CONSTRAINT "IamPolicy_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IamAttachment" ADD CONSTRAINT "IamAttachment_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "IamIdentity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IamAttachment" ADD CONSTRAINT "IamAttachment_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "IamPolicy"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IamInlinePolicy" ADD CONSTRAINT "IamInlinePolicy_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "IamIdentity"("id") ON DELETE CASCADE ON UPDATE CASCADE;
