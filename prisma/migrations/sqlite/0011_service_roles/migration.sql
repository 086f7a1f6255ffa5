-- AlterTable
ALTER TABLE "Integration" ADD COLUMN "credentials" TEXT;

-- CreateTable
CREATE TABLE "ServiceRole" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "accessKeyId" TEXT NOT NULL,
    "secretSealed" TEXT NOT NULL,
    "hasSessionToken" BOOLEAN NOT NULL DEFAULT false,
    "credentialsChangedAt" DATETIME NOT NULL,
    "services" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "ServiceRole_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "ServiceRole_accountId_name_key" ON "ServiceRole"("accountId", "name");
