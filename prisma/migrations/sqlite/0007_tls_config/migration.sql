-- AlterTable
ALTER TABLE "Integration" ADD COLUMN "insecureSkipVerification" BOOLEAN;
