-- AlterTable
ALTER TABLE "LambdaFunction" ADD COLUMN     "demo" BOOLEAN NOT NULL DEFAULT false;
